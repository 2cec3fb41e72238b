# Hoofdstuk 7: de beeldhouwer
c07-source-one = Gewichten van alle lagen, na { $step } stappen
c07-source-all = Gewichten van de eerste laag, van stap nul tot en met { $step }; één vaste kleurschaal
c07-source-rim = Zichtbaar: pixels waar geen van de { $count } oefencijfers inkt heeft. De rest is afgedekt

c07-lines = Eén neuron uit de eerste laag. Er komen { $count } lijnen binnen: van elke pixel één.
c07-as-image = Leg die gewichten terug op hun pixels, { $height } bij { $width }: dan zie je een beeld.
c07-rewind = Zo werd het. En hoe begon het? Terug naar vóór de eerste stap: ruis.
c07-block = Alle { $count } neuronen van de eerste laag. Elk begint als een brok ruis.
c07-training = Nu de training. Geen hand, geen plan: alleen stapjes.
c07-downhill = Elke stap kneedt aan alle beelden tegelijk, tegen de helling in.
c07-back-and-forth = Heen, terug en weer heen: de weg was { $ratio } keer zo lang als de afstand.
c07-straight = De weg was { $ratio } keer zo lang als de afstand tot het begin.
c07-marble = Een beeldhouwer hakt weg wat te veel is. Gebeurt dat hier ook?
c07-clay = Nee, dit is klei: er komt ook bij. Van de gewichten die ooit inkt zien, groeide { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c07-clay-less = Dit is klei: er komt ook bij. Van de gewichten die ooit inkt zien, groeide { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c07-rim = En de rand? Daar zit nog precies de ruis van het begin.
c07-no-ink = Alle stappen nog eens: de rand beweegt niet. Geen inkt, geen les.
c07-strokes = Streepjes, lusjes? Niet de vormen die je misschien verwacht.
c07-reads = Toch leest het netwerk hiermee { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de oefencijfers goed.

c07-after = na stap
c07-more = … en zo verder: alle { $count } worden getraind
c07-legend-low = −{ $top }
c07-legend-high = +{ $top }
c07-label-total = afgelegde weg van een gewicht
c07-label-net = afstand tot zijn begin
c07-label-mean = gemiddeld, over alle gewichten die ooit inkt zien
c07-label-grown = verder van nul: { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }
c07-label-shrunk = dichter bij nul: de rest

# What slides ask before they show it
c07-asks-noise = Komt er iets tevoorschijn uit de ruis? Wat?
