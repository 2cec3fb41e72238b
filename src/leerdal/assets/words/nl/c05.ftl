# Hoofdstuk 5: het dal.
c05-source-slope = Kosten over alle trainingsvoorbeelden, langs de eigen helling na stap { $step }
c05-source-batch = Eén echte stap, nummer { $step }: de batch naast alle trainingsvoorbeelden
c05-source-walk = Kosten over alle trainingsvoorbeelden, na elke stap
c05-source-valley = Kosten over alle trainingsvoorbeelden, van stap { $first } tot en met { $last }

c05-night = Het is nacht, in een dal. We voelen alleen de helling onder onze voeten.
c05-height = Onze hoogte, dat zijn de gemiddelde kosten: { $cost }.
c05-uphill = De helling, de gradiënt, wijst bergop: daar stijgen de kosten het snelst.
c05-against = Wij willen omlaag. Dus gaan we precies de andere kant op.
c05-promise = De helling belooft iets: loop zo ver, dan zak je zo veel.
c05-large = En nu een grote: met deze stapgrootte oefent ons netwerk.
c05-large-kept = Met deze stapgrootte oefent ons netwerk: de belofte houdt stand.
c05-below-zero = Onder nul? Dat kunnen kosten niet.
c05-near = Een helling is een belofte over wat dichtbij is.
c05-near-kept = Een helling is een belofte over wat dichtbij is. Hier reikt ze ver genoeg.
c05-steep = Hoe steiler de helling, hoe groter de stap.
c05-batch = Een stap kijkt niet naar alle cijfers, maar naar een batch van { $size }.
c05-all = Alle cijfers samen wijzen een andere kant op. Daartussen zit { $angle } graden.
c05-step-fell-rose = We volgen de batch. Zijn kosten dalen, maar over alle cijfers stijgen ze juist.
c05-step-fell-fell = We volgen de batch. Zijn kosten dalen, en over alle cijfers samen ook.
c05-step-rose-rose = We volgen de batch. De stap is te groot: zelfs zijn eigen kosten stijgen.
c05-step-rose-fell = We volgen de batch. Zijn kosten stijgen, maar over alle cijfers dalen ze.
c05-stagger = Een wankele wandeling, die gemiddeld wel omlaag gaat.
c05-stagger-only = Een wankele wandeling.
c05-light = Nu het licht aan. Een echte doorsnede van het dal, vanaf stap { $step }.
c05-walk = De echte wandeling. Helling voelen, stap zetten, en weer: gradient descent.
c05-two = Eerlijk is eerlijk: we zien maar twee richtingen van de { $count }.
c05-enough = Dieper, elders? Dat laat dit beeld niet zien. Maar { $cost } is laag genoeg.
c05-here = Dieper, elders? Dat laat dit beeld niet zien. Hier stopt de wandeling, bij { $cost }.

c05-axis-full = kosten over alle voorbeelden
c05-axis-step = stapgrootte, tegen de helling in
c05-axis-steps = stappen
c05-label-up = gradiënt: bergop
c05-label-height = gemiddelde kosten
c05-label-many = { $count } getallen: één voor elk gewicht en elke bias
c05-label-down = wij: bergaf
c05-head-size = stap
c05-head-promised = beloofd
c05-head-got = gekregen
c05-angle = { $angle }°
c05-label-all = bergaf voor alle { $count }
c05-label-batch = bergaf voor de batch van { $many }
c05-row-batch = kosten van deze batch
c05-row-full = kosten over alle voorbeelden
c05-share = omhoog: { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van alle stappen
c05-card-title = Wat je hier ziet
c05-card-true = Waar iets getekend is, zijn de kosten echt uitgerekend.
c05-card-stems = Een steeltje: daar wijkt het pad van de doorsnede af, hooguit { $far } in kosten.

# What slides ask before they show it
c05-asks-twice = Twee keer zo ver lopen: daal je dan ook twee keer zo veel?
c05-asks-batch = We volgen de batch. Dalen de kosten dan ook over alle cijfers?
