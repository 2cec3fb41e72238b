# Hoofdstuk 9: waarom het werkt. Glad.
c09-source-one = Kosten van één voorbeeld, als één gewicht verandert; al het andere zoals na stap { $step }
c09-source-few = Gemiddelde kosten van deze voorbeelden, als één gewicht verandert; de rest zoals na stap { $step }
c09-source-all = Gemiddelde kosten van alle { $count } trainingsvoorbeelden met ja/nee-neuronen; rest als na stap { $step }
c09-source-read = Testcijfers, netwerk na stap { $step }; gelezen wordt het cijfer met de grootste som
c09-source-read-train = Oefencijfers, netwerk na stap { $step }; gelezen wordt het cijfer met de grootste som

c09-one-weight-exception = Waarom lukt dat dalen? Pak één gewicht, zo gekozen dat er iets gebeurt.
c09-one-weight-sometimes = { c09-one-weight-exception }
c09-one-weight-rule = Waarom lukt dat dalen? Pak één gewicht.
c09-yes-no = Stel: elk neuron zegt alleen ja of nee.
c09-two-levels = Draai eraan: de kosten zijn { $low } of { $high }, niets ertussen.
c09-one-level = Draai eraan: de kosten blijven { $level }.
c09-flat = Elke tree is vlak: je voelt niet waar omlaag is.
c09-smooth = Onze neuronen gaan vloeiend van nee naar ja.
c09-faint = Een flauwe helling. Kijk van dichtbij.
c09-felt = Hier voel je een helling: soms flauw, maar niet vlak.
c09-lost = Ook hier geen helling meer: dit netwerk is de bocht voorbij.
c09-few = Ligt het aan dit ene cijfer? Nog een paar, zo gekozen dat er iets gebeurt.
c09-few-flat = Meer treden, allemaal vlak. Eronder een helling.
c09-few-nothing = Geen sprong, dus overal vlak. Eronder een helling.
c09-few-lost = Ook zo: boven vlak, en beneden zo goed als vlak.
c09-all = Bij alle { $count } zie je de trap haast niet meer…
c09-all-flat = Ook bij alle { $count }: vlak, van begin tot eind.
c09-zoom = … maar zoom in: nog steeds vlakke treden.
c09-reads = Zo leest het nog { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de nieuwe cijfers goed.
c09-reads-train = Zo leest het nog { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de oefencijfers goed.
c09-reads-copied = Zo leest het nog { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de testcijfers goed.
c09-reads-little = Zo leest het { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de nieuwe cijfers goed.
c09-reads-little-train = Zo leest het { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de oefencijfers goed.
c09-reads-little-copied = Zo leest het { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de testcijfers goed.
c09-cannot-feel = Het kan lezen, maar niet voelen hoe het beter moet.
c09-cannot-feel-either = En het voelt niet hoe het beter moet.
c09-therefore = Daarom mogen neuronen niet vlak zijn: dan is er een weg omlaag.

c09-label-weight = gewicht
c09-label-yes-no = ja/nee-neuronen
c09-label-smooth = gladde neuronen
c09-label-digits = oefencijfers
c09-label-read = ✓ goed gelezen
c09-says-yes = ja
c09-says-no = nee
c09-axis = waarde van het gewicht →
c09-cost = kosten
c09-share = { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }

# What slides ask before they show it
c09-asks-all = En met alle oefencijfers samen? Wordt de trap dan een helling?
