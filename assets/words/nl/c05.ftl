# Hoofdstuk 5: het dal.
c05-source-slope = Kosten over alle trainingsvoorbeelden, langs de eigen helling na stap { $step }
c05-source-batch = Eén echte stap, nummer { $step }: de batch naast alle trainingsvoorbeelden
c05-source-walk = Kosten over alle trainingsvoorbeelden, na elke stap
c05-source-valley = Kosten over alle trainingsvoorbeelden, van stap { $first } tot en met { $last }

c05-night = Nacht, in een dal. We voelen alleen de helling.
c05-height = Onze hoogte: de gemiddelde kosten.
c05-uphill = Die helling, de gradiënt, wijst het steilst omhoog.
c05-against = Wij gaan dus precies de andere kant op.
c05-promise = De helling belooft: zo ver lopen, zo veel zakken.
c05-large = Nu de stapgrootte waarmee ons netwerk oefent.
c05-large-kept = De stapgrootte van ons netwerk: de belofte houdt.
c05-below-zero-exception = Bij de allereerste stap: onder nul? Dat kunnen kosten niet.
c05-below-zero-sometimes = Onder nul, zoals bij { $share } stappen? Dat kunnen kosten niet.
c05-below-zero-rule = Onder nul? Dat kunnen kosten niet.
c05-near = Een helling is een belofte over dichtbij.
c05-near-kept = Een belofte over dichtbij. Hier reikt ze ver genoeg.
c05-steep = Hoe steiler de helling, hoe groter de stap.
c05-batch = Een stap kijkt maar naar een batch van { $size }.
c05-all = Alle cijfers samen wijzen { $angle } graden anders.
c05-step-fell-rose = De kosten van de batch dalen. Van alle cijfers stijgen ze.
c05-step-fell-fell = De kosten van de batch dalen, en van alle cijfers ook.
c05-step-rose-rose = De stap is te groot: zelfs de kosten van de batch stijgen.
c05-step-rose-fell = De kosten van de batch stijgen. Van alle cijfers dalen ze.
c05-stagger = Een wankele wandeling, gemiddeld omlaag.
c05-stagger-only = Een wankele wandeling.
c05-light = Licht aan: een echte doorsnede van het dal.
c05-walk = Helling voelen, stap zetten, en weer: gradient descent.
c05-two = We zien maar twee van de { $count } richtingen.
c05-enough = Dieper, elders? Wie weet. Maar { $cost } is laag genoeg.
c05-here = Dieper, elders? Wie weet. Hier stopt de wandeling: { $cost }.

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
