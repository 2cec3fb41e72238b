## Hoofdstuk 2: van beeld naar scores

c02-source = Het netwerk vóór zijn eerste stap, met een trainingsbeeld
c02-source-own = Het netwerk vóór zijn eerste stap, met handschrift van de auteur
c02-source-favourite = Het netwerk vóór zijn eerste stap, alle trainingsbeelden
c02-numbers = Het netwerk ziet alleen de inkt, puntje voor puntje.
c02-strip = Alles onder elkaar: { $pixels } getallen.
c02-network = Lijnen lopen, laag na laag, naar { $classes } uitkomsten.
c02-count = Een gewicht per lijn, een bias per neuron.
c02-open = Eén neuron: inkt maal gewicht, per puntje.
c02-rest = De andere { $rest } puntjes tellen ook mee.
c02-total = Met de bias erbij: de som van dit neuron.
c02-squash = Een S-kromme perst die som tussen 0 en 1.
c02-wave = Zo doen alle neuronen het. Een 0 stuurt niets door.
c02-scores = Zo krijgt elk antwoord een eigen score.
c02-swap = Verruil de { $digit } voor deze { $other }. Let op de balken.
c02-same = Bijna dezelfde balken: hooguit { $gap } verschil.
c02-shift = De balken schuiven wat: hooguit { $gap }.
c02-verdict-all = Het gokt niet eens. Het zegt tegen alles hetzelfde.
c02-verdict-most = Het kijkt nauwelijks. Het zegt bijna altijd hetzelfde.
c02-verdict-some = Het weet nog niets. Wat het zegt, hangt van het toeval af.
c02-sum = Scores, geen kansen: samen hoeven ze geen 1 te zijn.

c02-legend-plus = positief gewicht
c02-legend-minus = negatief gewicht
c02-legend-strong = Hoe dikker en feller, hoe sterker binnen zijn laag
c02-legend-weights = gewichten
c02-legend-biases = biases
c02-product = inkt × gewicht
c02-label-shown = deze { $count }
c02-label-rest = nog { $count }
c02-label-bias = bias
c02-label-total = som
c02-label-out = uitkomst
c02-favourite = Hoogste score voor { $answer }: bij { $count } van { $all } trainingsbeelden
c02-then = streepje: de { $digit } van daarnet
c02-together = samen

# What slides ask before they show it
c02-asks-swap = Nu een ander cijfer. Wat doen de balken?
