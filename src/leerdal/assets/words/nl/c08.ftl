# Hoofdstuk 8: steeds opnieuw
c08-source-hero = Scores van ons cijfer, van stap nul tot en met { $steps }
c08-source-strangers = Enkele van de { $count } cijfers die apart zijn gehouden
c08-source-practice = Enkele van de { $count } oefencijfers
c08-source-share = Deel met de hoogste score bij het goede antwoord; van stap nul tot en met { $steps }
c08-source-companions = Hetzelfde netwerk en begin, elk { $steps } stappen; alleen het aantal oefencijfers verschilt

c08-steps = stappen geoefend
c08-title-new = goed gelezen, van { $count } nieuwe cijfers
c08-title-practice = goed gelezen, van { $count } oefencijfers
c08-axis = stappen
c08-axis-dotted = stappen; elke stip is een epoch
c08-examples = { $count ->
    [one] oefencijfer
   *[other] oefencijfers
}
c08-dashed = gestreept: eigen oefencijfers

c08-again = Ronde na ronde langs dezelfde oefencijfers. Wat doet dat met ons cijfer?
c08-once = Eén keer langs alle oefencijfers: één epoch. Wat doet dat met ons cijfer?
c08-and-on = En dan nog eens, en nog eens, zo ver als deze training kwam.
c08-more-rounds = En dan nog eens, en nog eens: { $rounds } rondes in totaal.
c08-now-right = Aan het eind wint het goede antwoord, de { $label }, met een score van { $score }.
c08-now-wrong = De { $label } komt tot { $score }. Een ander antwoord scoort nog steeds hoger.
c08-known = Maar op dit cijfer is geoefend. Kent het netwerk meer dan zijn oefencijfers?
c08-unknown = Op dit cijfer is nooit geoefend. Lukt het met zulke cijfers vaker?
c08-strangers = Daarvoor liggen { $count } cijfers apart. Geen enkele stap is daarop gezet.
c08-none-apart = In deze training lagen geen cijfers apart. We kunnen alleen oefencijfers tellen.
c08-how-many = Hoeveel van die nieuwe cijfers leest het goed, naarmate het vaker oefent?
c08-how-many-practice = Hoeveel van de oefencijfers leest het goed, naarmate het vaker oefent?
c08-levels = Eerst gaat het hard, dan vlakt het af: halverwege { NUMBER($half, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }, aan het eind { NUMBER($end, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c08-still-rising = Halverwege { NUMBER($half, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }, aan het eind { NUMBER($end, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }: het steeg nog toen we stopten.
c08-uneven = Halverwege { NUMBER($half, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed, aan het eind { NUMBER($end, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c08-not-always = Het hoogste punt lag zelfs vóór het einde. Een extra ronde is niet altijd winst.
c08-not-always-practice = Het hoogste punt lag vóór het einde. Een extra ronde is niet altijd winst.
c08-fewer = En met minder oefencijfers? Hetzelfde netwerk, ook { $steps } stappen.
c08-side-by-side = Daar gaan ze, naast elkaar. Hoe vaak lezen ze nieuwe cijfers goed?
c08-more = Meer voorbeelden: vaker goed op cijfers die het nooit zag.
c08-more-less = Meer voorbeelden: vaker goed op nieuwe cijfers. Maar er komt telkens minder bij.
c08-no-order = Meer voorbeelden hielpen in deze wedloop niet elke keer.
c08-by-heart = De eigen { $count } cijfers: { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed. Nieuwe: { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. Dus uit het hoofd geleerd?
c08-own = Op de eigen { $count } cijfers { NUMBER($own, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } goed, op nieuwe { NUMBER($new, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. Daarom tellen we nieuwe.

# What slides ask before they show it
c08-asks-fewer = Even veel stappen, maar minder voorbeelden. Hoe loopt dat af?
