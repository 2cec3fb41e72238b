## Hoofdstuk 2: van beeld naar scores

c02-source = Het netwerk vóór zijn eerste stap, met een trainingsbeeld
c02-source-own = Het netwerk vóór zijn eerste stap, met handschrift van de auteur
c02-source-favourite = Het netwerk vóór zijn eerste stap, alle trainingsbeelden
c02-numbers = Het netwerk ziet geen plaatje, alleen hoe helder elk puntje is: van 0 tot 1.
c02-strip = { $rows } rijen van { $columns } puntjes: samen { $pixels } getallen onder elkaar.
c02-network = Vandaar lopen lijnen, van laag naar laag, naar { $classes } uitkomsten rechts.
c02-count = { $weights } gewichten, één per lijn. En { $biases } biases, één per neuron.
c02-open = Eén neuron van dichtbij: helderheid maal gewicht, puntje voor puntje.
c02-rest = Dit zijn { $shown } puntjes. De andere { $rest } tellen net zo goed mee.
c02-total = Tel alles op, met de bias erbij. Dat is de som van dit neuron.
c02-squash = Een S-vormige kromme perst elke som tot een getal tussen 0 en 1.
c02-wave = Zo doen alle neuronen het, laag na laag. Een puntje met waarde 0 stuurt niets door.
c02-scores = Zo krijgt elk mogelijk antwoord een score tussen 0 en 1.
c02-swap = Verruil de { $digit } nu eens voor deze { $other }. Let op de balken.
c02-same = Bijna dezelfde balken. De grootste verschuiving is maar { $gap }.
c02-shift = De balken schuiven wel wat. De grootste verschuiving is { $gap }.
c02-verdict-all = Het gokt niet eens. Het zegt tegen alles hetzelfde.
c02-verdict-most = Het kijkt nauwelijks. Het zegt bijna altijd hetzelfde.
c02-verdict-some = Het weet nog niets. Wat het zegt, hangt van het toeval af.
c02-sum = { $classes } losse scores. Ze hoeven samen geen 1 te zijn.

c02-legend-plus = positief gewicht
c02-legend-minus = negatief gewicht
c02-legend-strong = Hoe dikker en feller, hoe sterker binnen zijn laag
c02-legend-weights = gewichten
c02-legend-biases = biases
c02-product = helderheid × gewicht
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
