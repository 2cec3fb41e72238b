# Hoofdstuk 10: vijf stappen.
c10-source = Plaatjes: één voorbeeld, één batch, één neuron. Lijn: kosten over alle { $count } trainingsvoorbeelden
c10-source-hero = Scores van één voorbeeld, na stap { $step }
c10-source-test = Alle testcijfers, na stap { $step }
c10-source-train = Alle oefencijfers, na stap { $step }

c10-examples = Vijf stappen. Eén: voorbeelden met hun antwoord.
c10-compare = Twee: vergelijk. Wat kwam eruit, wat wilden we?
c10-average = Drie: het gemiddelde, over een kleine batch van { $size }.
c10-average-batch = Drie: het gemiddelde, over de batch van { $size }.
c10-direction = Vier: zoek waar de kosten dalen, tegen de gradiënt in.
c10-adjust = Vijf: stuur alles een beetje die kant op.
c10-again = En weer van voren af aan. Eén rondje is één stap.
c10-again-none = Dan zou het weer beginnen. Deze training zette geen stap.
c10-faster = Een rondje staat nu voor steeds meer stappen.
c10-faster-single = En nog eens, en nog eens. Elk rondje is één stap.
c10-cost-end = De gemiddelde kosten: nog { $cost }.
c10-surer = Over déze { $label } zekerder, en goed: { $was } na stap { $step }, nu { $now }.
c10-surer-start = Over déze { $label } zekerder, en goed: eerst { $was }, nu { $now }.
c10-right = En goed, over déze { $label }: een score van { $now }.
c10-wrong-still = Over déze { $label } vergist het zich nog: een score van { $now }.
c10-unseen = Van nieuwe cijfers leest het { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed.
c10-unseen-copied = Van de testcijfers leest het { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed.
c10-seen = Van zijn oefencijfers leest het { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed.
c10-nothing-more = Vijf stappen, heel vaak. Meer is het niet.

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
