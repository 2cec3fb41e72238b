# Hoofdstuk 4: van één voorbeeld naar het gemiddelde.
c04-source-one = Kosten van één voorbeeld, na { $step } stappen
c04-source-all = Kosten van elk van de { $count } trainingsvoorbeelden, na { $step } { $step ->
    [one] stap
   *[other] stappen
}
c04-source-walk = Kosten en gemiddelde over alle { $count } trainingsvoorbeelden; stipjes: kosten van één batch

c04-own = Nu tellen de cijfers waarop het oefent, zoals dit.
c04-one = Vóór de eerste stap kost deze { $digit }: { $cost }.
c04-colour = Hoe duurder, hoe roder de tegel.
c04-dozens = Elk van de { $count } oefencijfers krijgt een tegel.
c04-mean = Eén getal voor allemaal: gemiddeld { $cost }.
c04-words = ‘Cost’ of ‘loss’: twee woorden, één getal.
c04-batch = Eén stap leert van een groepje: een ‘batch’.
c04-fell = Na die ene stap: van { $before } naar { $after }!
c04-rose = Na die ene stap: van { $before } naar { $after }.
c04-accuracy-moved = Maar goed gelezen? Van { NUMBER($before, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } naar { NUMBER($after, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c04-accuracy-same = Maar goed gelezen? Nog steeds { NUMBER($after, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c04-says-same-exception = Verschillende cijfers krijgen nu al andere scores.
c04-says-same-sometimes = Het geeft { $share } cijfers dezelfde scores.
c04-says-same-rule = Wat het ook ziet: het geeft dezelfde scores.
c04-says-even = Dat is ongeveer { $score } voor elk antwoord.
c04-even-cost = overal precies { $score } zou { $cost } kosten
c04-plateau = Dan lang bijna niets: na { $step } stappen { $cost }.
c04-early = De lijn is het gemiddelde van de wand.
c04-accuracy-curve = Groen: het deel dat goed gelezen wordt.
c04-parting-exception = Een enkele keer dalen de kosten, en leest het toch slechter.
c04-parting-sometimes = Kosten omlaag, en toch leest het slechter: { $times } keer in de eerste { $early } stappen.
c04-parting-rule = De kosten dalen, en stap na stap leest het slechter.
c04-relatives = Familie, maar niet hetzelfde.
c04-cools = Dan daagt het: de wand koelt af.
c04-rushes = De stappen tellen door. Rood is nog duur.
c04-end = Het eind: gemiddeld { $cost }, en { NUMBER($accuracy, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed.
c04-light = Dit getal wordt ons licht.

c04-axis-cost = kosten
c04-axis-steps = stappen
c04-label-one = kosten van dit voorbeeld
c04-label-mean = gemiddelde kosten
c04-label-right = ✓ goed gelezen
c04-label-step = na stap
c04-label-batch = kosten van één batch
c04-label-against = gestreept: de run “{ $run }”
c04-label-part = { $size_of } van de { $count }
c04-label-tiles = één tegel per oefencijfer
c04-label-words = cost = loss
c04-label-hero-scores = scores voor onze { $digit } na stap { $step }
c04-shares = ✓ { NUMBER($before, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } → { NUMBER($after, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }

# What slides ask before they show it
c04-asks-first-step = Eén stap, op één groepje. Wat gebeurt er met het gemiddelde van alle cijfers?
