# Hoofdstuk 8: steeds opnieuw
c08-source-hero = Scores van ons cijfer, van stap nul tot en met { $steps }
c08-source-strangers = Enkele van de { $count } cijfers die apart zijn gehouden
c08-source-practice = Enkele van de { $count } oefencijfers
c08-source-share = Deel met de hoogste score bij het goede antwoord; van stap nul tot en met { $steps }
c08-source-companions = Hetzelfde netwerk en begin, elk { $steps } stappen; alleen het aantal oefencijfers verschilt
c08-source-settled = Aan het eind: de mediaan van de laatste { $count } metingen, vanaf stap { $step }

c08-steps = stappen geoefend
c08-title-new = goed gelezen, van { $count } nieuwe cijfers
c08-title-new-copied = goed gelezen, van { $count } testcijfers
c08-title-practice = goed gelezen, van { $count } oefencijfers
c08-axis = stappen
c08-axis-dotted = stappen; elke stip is een epoch
c08-examples = { $count ->
    [one] oefencijfer
   *[other] oefencijfers
}
c08-dashed = gestreept: eigen oefencijfers

c08-again = Ronde na ronde dezelfde oefencijfers. Helpt dat?
c08-once = Eén keer langs alle oefencijfers: één epoch. Helpt dat?
c08-and-on = En nog eens, en nog eens, zo ver als deze training kwam.
c08-more-rounds = En nog eens, en nog eens: { $rounds } rondes, ofwel ‘epochs’.
c08-now-right = Aan het eind wint de { $label }, met een score van { $score }.
c08-now-wrong = De { $label } komt tot { $score }. Een ander antwoord scoort hoger.
c08-known = Maar op dit cijfer is geoefend. Lukken nieuwe ook?
c08-known-copied = Maar op dit cijfer is geoefend. Lukken andere ook?
c08-unknown = Op dit cijfer is nooit geoefend. Lukt het vaker?
c08-strangers = Apart liggen { $count } cijfers waarvan het nooit leerde.
c08-strangers-copied = Apart liggen { $count } cijfers. Maar op { $copies } daarvan oefende het ook.
c08-none-apart = Hier lagen geen cijfers apart. We tellen oefencijfers.
c08-how-many = Hoeveel leest het goed, naarmate het meer oefent?
c08-levels = Eerst gaat het hard, dan vlakt het af.
c08-still-rising = Het steeg nog toen we stopten.
c08-uneven = Halverwege las het er minstens zo veel goed.
c08-not-always-exception = Hier ging het rond stap { $step } beter. Meer is niet altijd beter.
c08-not-always-sometimes = Rond stap { $step } ging het vaak beter. Meer is niet altijd beter.
c08-not-always-rule = Rond stap { $step } ging het beter. Meer is niet altijd beter.
c08-fewer = En met minder oefencijfers, maar evenveel stappen?
c08-side-by-side = Hoe vaak lezen ze nieuwe cijfers goed?
c08-side-by-side-copied = Hoe vaak lezen ze testcijfers goed?
c08-more = Meer voorbeelden: vaker goed op nieuwe cijfers.
c08-more-copied = Meer voorbeelden: vaker goed op testcijfers.
c08-more-less-exception = Meer voorbeelden helpen. Hier bracht verdubbelen aan het eind minder.
c08-more-less-sometimes = Meer voorbeelden helpen; verdubbelen brengt aan het eind vaak minder dan eerst.
c08-more-less-rule = Meer voorbeelden helpen, maar verdubbelen brengt aan het eind minder dan eerst.
c08-no-order = Meer voorbeelden hielpen hier niet elke keer.
c08-by-heart = De eigen { $count }: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed. Nieuwe: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. Uit het hoofd?
c08-by-heart-copied = De eigen { $count }: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed. Testcijfers: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. Uit het hoofd?
c08-own = De eigen { $count }: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed. Nieuwe: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. Die tellen.
c08-own-copied = De eigen { $count }: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed. Testcijfers: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. Die tellen.

# What slides ask before they show it
c08-asks-fewer = Even veel stappen, maar minder voorbeelden. Hoe loopt dat af?
