# Hoofdstuk 9: waarom het werkt. Glad.
c09-source-one = Kosten van één voorbeeld, als één gewicht verandert; al het andere zoals na stap { $step }
c09-source-few = Gemiddelde kosten van deze voorbeelden, als één gewicht verandert; de rest zoals na stap { $step }
c09-source-all = Gemiddelde kosten van alle { $count } trainingsvoorbeelden met ja/nee-neuronen; rest als na stap { $step }
c09-source-read = Testcijfers, netwerk na stap { $step }; gelezen wordt het cijfer met de grootste som
c09-source-read-train = Oefencijfers, netwerk na stap { $step }; gelezen wordt het cijfer met de grootste som

c09-one-weight = Waarom lukt dat dalen? Pak één gewicht: van deze pixel naar dit neuron.
c09-yes-no = Stel dat elk neuron alleen ja of nee kan zeggen.
c09-two-levels = Draai aan het gewicht. De kosten zijn { $low } of { $high }. Ertussen zit niets.
c09-one-level = Draai aan het gewicht. De kosten blijven { $level }: niets te merken.
c09-flat = Elke tree is vlak. Je voelt niet welke kant omlaag is.
c09-smooth = En nu de neuronen van ons netwerk: van nee naar ja in een vloeiende bocht.
c09-faint = Een flauwe helling. We kijken van dichterbij.
c09-felt = Hier voel je een helling. Soms heel flauw, maar nergens een sprong.
c09-lost = Ook hier is geen helling meer te voelen: dit netwerk is de bocht voorbij.
c09-few = Ligt het aan dit ene cijfer? Neem er een paar bij.
c09-few-flat = Meer treden, maar stuk voor stuk vlak. Eronder: nog steeds een helling.
c09-few-nothing = Zonder sprong, en dus overal vlak. Eronder: nog steeds een helling.
c09-few-lost = Ook met meer cijfers: boven vlak, en beneden zo goed als vlak.
c09-all = Bij alle { $count } oefencijfers zie je de trap haast niet meer…
c09-all-flat = Ook met alle { $count } oefencijfers: vlak, van begin tot eind.
c09-zoom = … maar zoom in, en het blijven treden. Allemaal vlak.
c09-reads = Lezen kan het wel: met ja/nee-neuronen nog { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de nieuwe cijfers goed.
c09-reads-train = Lezen kan het wel: met ja/nee-neuronen nog { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de oefencijfers goed.
c09-reads-little = Met ja/nee-neuronen leest dit netwerk { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de nieuwe cijfers goed.
c09-reads-little-train = Met ja/nee-neuronen leest dit netwerk { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } van de oefencijfers goed.
c09-cannot-feel = Het kan lezen. Het kan alleen niet voelen hoe het beter moet.
c09-cannot-feel-either = Maar voelen hoe het beter moet, dat kan het zo niet.
c09-therefore = Daarom glad: dan is er een helling, en een weg omlaag.

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
