# Hoofdstuk 4: van één voorbeeld naar het gemiddelde.
c04-source-one = Kosten van één voorbeeld, na { $step } stappen
c04-source-all = Kosten van elk van de { $count } trainingsvoorbeelden, na { $step } { $step ->
    [one] stap
   *[other] stappen
}
c04-source-walk = Kosten en gemiddelde over alle { $count } trainingsvoorbeelden; stipjes: kosten van één batch

c04-own = Nu tellen de cijfers mee waarop het netwerk oefent, zoals dit.
c04-one = Deze { $digit } kost { $cost }, nog voor de eerste stap.
c04-colour = Hoe hoger de kosten, hoe roder de tegel.
c04-dozens = Zo krijgt elk van de { $count } oefencijfers een tegel.
c04-mean = Strijk de verschillen glad: het gemiddelde is { $cost }.
c04-words = ‘Cost’ of ‘loss’: twee woorden voor dit ene getal.
c04-batch = Eén stap: bijsturen op een groepje van { $size } cijfers, een ‘batch’.
c04-fell = Na die stap gaat het gemiddelde van { $before } naar { $after }!
c04-rose = Na die stap gaat het gemiddelde van { $before } naar { $after }.
c04-accuracy-moved = Maar goed gelezen? Van { NUMBER($before, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } naar { NUMBER($after, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c04-accuracy-same = Maar goed gelezen? Nog steeds { NUMBER($after, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c04-says-even = Het heeft geleerd om op alles ongeveer { $score } te zeggen.
c04-says-low = Het heeft geleerd om overal een lage score aan te geven, zo rond { $score }.
c04-even-cost = overal precies { $score }: kosten { $cost }
c04-plateau = Dan lang bijna niets: na { $step } stappen nog { $cost }.
c04-early = Stap na stap. De lijn is het gemiddelde van de wand.
c04-accuracy-curve = En groen: het deel dat goed gelezen wordt.
c04-parting = Kosten iets omlaag, maar goed gelezen zakt van { NUMBER($before, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } naar { NUMBER($after, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c04-relatives = Ze zijn familie, maar niet hetzelfde.
c04-cools = En dan begint het te dagen: de wand koelt af.
c04-rushes = De stappen tellen door. Rood is nog duur.
c04-end = Aan het eind: gemiddeld { $cost }, en { NUMBER($accuracy, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed gelezen.
c04-light = Dit getal wordt ons licht in het donker.

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
