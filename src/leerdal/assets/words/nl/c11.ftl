# Hoofdstuk 11: volgende keer, overfitting
c11-source-heaps = Enkele van de oefencijfers en van de cijfers die apart zijn gehouden
c11-source-long = Kosten gemiddeld over alle cijfers; na stap { $steps } is verder geoefend, tot { $until }

c11-homework = { $count } cijfers: huiswerk
c11-new = { $count } nieuwe cijfers
c11-title = kosten, gemiddeld
c11-axis = stappen
c11-here = deze film: { $steps }
c11-overfitting = overfitting
c11-soon = volgende keer

c11-homework-is = De { $count } oefencijfers zijn het huiswerk. Daarop maakt het netwerk zijn stappen.
c11-new-are = Deze { $count } zijn het proefwerk: cijfers die het nooit zag.
c11-none-apart = In deze training lagen geen nieuwe cijfers apart. Er is alleen huiswerk.
c11-longer = Onze training stopte na { $steps } stappen. En als we doorgaan, tot { $until }?
c11-same = Nog één keer alle { $steps } stappen. Hoe gaat het met het huiswerk?
c11-falls = Eerst zakken de kosten van het huiswerk hard. Daarna gaat het traag.
c11-and-new = En de nieuwe cijfers, gestreept? Zakken die kosten net zo ver?
c11-closer = Van dichtbij: met horten en stoten zakken ze nog altijd. Het huiswerk gaat beter.
c11-closer-not = Van dichtbij: aan het eind staat het huiswerk er niet beter voor dan eerst.
c11-turns = Op nieuwe cijfers was { $low } het laagst, bij stap { $step }. Dan loopt het op: { $end }.
c11-lags = Nieuwe cijfers blijven achter: { $new }, tegen { $own } voor het huiswerk.
c11-follows = Hier blijven ze dicht bij elkaar: { $new } nieuw, { $own } voor het huiswerk.
c11-right = Van het huiswerk is nu { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed, van de nieuwe cijfers { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c11-called = Het huiswerk leert het uit het hoofd, ook wat toeval is. Dat heet overfitting.
c11-called-when = Worden nieuwe cijfers slechter terwijl het huiswerk beter wordt: dat is overfitting.
c11-next = Hoe leer je wél wat telt, en niet het huiswerk uit je hoofd? Volgende blog.
