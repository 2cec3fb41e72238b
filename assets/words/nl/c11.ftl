# Hoofdstuk 11: volgende keer, overfitting
c11-source-heaps = Enkele van de oefencijfers en van de cijfers die apart zijn gehouden
c11-source-long = Kosten gemiddeld over alle cijfers; na stap { $steps } is verder geoefend, tot { $until }

c11-homework = { $count } cijfers: huiswerk
c11-new = { $count } nieuwe cijfers
c11-new-copied = { $count } testcijfers
c11-title = kosten, gemiddeld
c11-axis = stappen
c11-here = deze film: { $steps }
c11-overfitting = overfitting
c11-soon = volgende keer

c11-homework-is = De { $count } oefencijfers zijn het huiswerk.
c11-new-are = Deze { $count } zijn het proefwerk: cijfers die het nooit zag.
c11-new-are-copied = Deze { $count } zijn het proefwerk. Maar { $copies } ervan waren ook huiswerk.
c11-none-apart = Hier lagen geen nieuwe cijfers apart. Er is alleen huiswerk.
c11-longer = En als we doorgaan, tot { $until } stappen?
c11-same = Nog één keer alle { $steps } stappen.
c11-falls = Het huiswerk: eerst zakken de kosten hard, dan traag.
c11-and-new = En de nieuwe cijfers, gestreept? Zakken die mee?
c11-and-new-copied = En de testcijfers, gestreept? Zakken die mee?
c11-closer = Van dichtbij zakken ze nog steeds, met horten en stoten.
c11-closer-not = Van dichtbij: het huiswerk staat er niet beter voor.
c11-turns-exception = Het laagst rond stap { $step }. Pas helemaal aan het eind is het weer hoger.
c11-turns-sometimes = Het laagst rond stap { $step }. Daarna is { $share } metingen hoger.
c11-turns-rule = Tot { $low }, rond stap { $step }. Daarna loopt het weer op.
c11-lags = Ze blijven achter: { $new }, tegen { $own } voor het huiswerk.
c11-follows = Ze blijven dichtbij: { $new }, tegen { $own } voor het huiswerk.
c11-right = Huiswerk: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed. Nieuwe cijfers: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c11-right-copied = Huiswerk: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed. Testcijfers: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c11-surer-exception = Het leest er ongeveer evenveel verkeerd, maar eindigt zekerder van zijn fouten.
c11-surer-sometimes = Het leest er ongeveer evenveel verkeerd, maar is vaak zekerder van zijn fouten.
c11-surer-rule = Het leest er ongeveer evenveel verkeerd, maar is zekerder van zijn fouten.
c11-called = Het leert uit het hoofd, ook wat toeval is: overfitting.
c11-called-when = Huiswerk beter, nieuwe cijfers slechter: overfitting.
c11-called-when-copied = Huiswerk beter, testcijfers slechter: overfitting.
c11-next = Hoe leer je wél wat telt? Volgende blog.
