# Hoofdstuk 10: vijf stappen.
c10-source = Plaatjes: één voorbeeld, één batch, één neuron. Lijn: kosten over alle { $count } trainingsvoorbeelden
c10-source-hero = Scores van één voorbeeld, na stap { $step }
c10-source-test = Alle testcijfers, na stap { $step }
c10-source-train = Alle oefencijfers, na stap { $step }

c10-examples = Zo leert een netwerk, in vijf stappen. Eén: voorbeelden met hun antwoord.
c10-compare = Twee: vergelijk. Wat kwam eruit, en wat wilden we?
c10-average = Drie: neem het gemiddelde, over een kleine batch van { $size }.
c10-average-batch = Drie: neem het gemiddelde, over de batch van { $size }.
c10-direction = Vier: zoek de richting waarin de kosten dalen. Tegen de gradiënt in.
c10-adjust = Vijf: stuur bij. Elk gewicht en elke bias een beetje die kant op.
c10-again = En dan weer van voren af aan. Eén rondje is één stap.
c10-again-none = En dan zou het van voren af aan beginnen. Deze training zette geen stap.
c10-faster = En nog eens, en nog eens. Een rondje staat nu voor steeds meer stappen.
c10-faster-single = En nog eens, en nog eens. Elk rondje is één stap.
c10-cost-end = De kosten, gemiddeld over alle oefencijfers: nog { $cost }.
c10-surer = Zekerder, en goed, over déze { $label }: na stap { $step } nog { $was }, nu { $now }.
c10-surer-start = Zekerder, en goed, over déze { $label }: in het begin nog { $was }, nu { $now }.
c10-right = En goed, over déze { $label }: een score van { $now }.
c10-wrong-still = Over déze { $label } vergist het zich nog steeds: een score van { $now }.
c10-unseen = En van de cijfers waarvan het nooit leerde, leest het { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed.
c10-seen = En van zijn oefencijfers leest het { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed.
c10-nothing-more = Vijf stappen, heel vaak herhaald. Meer is het niet.

c10-card-examples = 1. voorbeeld en antwoord
c10-card-compare = 2. vergelijk
c10-card-average = 3. neem het gemiddelde
c10-card-direction = 4. zoek de richting
c10-card-adjust = 5. stuur bij
c10-label-cost = gemiddelde kosten
c10-label-step = na stap
c10-label-read = ✓ goed gelezen
c10-axis = stappen (begin uitgerekt)
c10-share = { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }
