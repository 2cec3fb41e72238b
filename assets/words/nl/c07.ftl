# Hoofdstuk 7: de beeldhouwer
c07-source-one = Gewichten van alle lagen, na { $step } stappen
c07-source-all = Gewichten van de eerste laag, van stap nul tot en met { $step }; één vaste kleurschaal
c07-source-rim = Zichtbaar: pixels waar geen van de { $count } oefencijfers inkt heeft. De rest is afgedekt

c07-lines = Eén neuron uit de eerste laag: { $count } lijnen, één per pixel.
c07-as-image = Leg elk gewicht op zijn pixel, en je ziet een beeld.
c07-rewind = En hoe begon het? Vóór de eerste stap: ruis.
c07-block = Alle { $count } neuronen uit die laag: elk een brok ruis.
c07-training = Nu de training. Geen plan, alleen stapjes.
c07-downhill = Elke stap kneedt alle beelden tegelijk.
c07-back-and-forth = Heen en weer: de weg was { $ratio } keer de afstand.
c07-straight = De weg was { $ratio } keer de afstand tot het begin.
c07-marble = Een beeldhouwer hakt weg wat te veel is. Hier ook?
c07-clay-exception = Dit is klei: gemiddeld gingen de gewichten van { $before } naar { $after }.
c07-clay-sometimes = Dit is klei: in { $share } beelden groeiden de gewichten.
c07-clay-rule = Nee, dit is klei: gemiddeld groeiden de gewichten van { $before } naar { $after }.
c07-rim = En de rand? Nog precies de ruis van het begin.
c07-no-ink = Alle stappen nog eens. Geen inkt, geen les.
c07-strokes-exception = De meeste lijken op een van de cijfers.
c07-strokes-sometimes = Niet de streepjes die je verwacht, in { $share } beelden.
c07-strokes-rule = Niet de streepjes en lusjes die je verwacht.
c07-reads = Toch leest het zo { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de oefencijfers goed.
c07-reads-so = Zo leest het { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de oefencijfers goed.

c07-after = na stap
c07-more = … en zo verder: alle { $count } worden getraind
c07-legend-low = −{ $top }
c07-legend-high = +{ $top }
c07-label-total = afgelegde weg van een gewicht
c07-label-net = afstand tot zijn begin
c07-label-mean = gemiddeld, over alle gewichten die ooit inkt zien
c07-label-before = gemiddelde grootte aan het begin
c07-label-after = gemiddelde grootte aan het eind

# What slides ask before they show it
c07-asks-noise = Komt er iets tevoorschijn uit de ruis? Wat?
