# Hoofdstuk 1: gelabelde voorbeelden

c01-source-one = Eén voorbeeld uit de oefenset, met zijn antwoord
c01-source-own = Handschrift van de auteur; het netwerk oefende hier nooit mee
c01-source-some = Voorbeelden uit de oefenset, elk met zijn antwoord
c01-source-all = Alle { $count } voorbeelden van deze training
c01-source-split = { $train } voorbeelden om mee te oefenen, { $test } om mee te testen
c01-source-steps = De cijfers waarvan de eerste stappen leerden, per stap hoogstens { $count }

c01-own = Dit schreef de auteur zelf. Oefenen doet het netwerk op andere, zoals deze.
c01-own-again = Dat bekijken we aan het handschrift van de auteur.
c01-picture = Dit krijgt het netwerk te zien: een plaatje.
c01-answer = En wij weten het goede antwoord: dit is een { $label }.
c01-together = Plaatje en antwoord samen: één gelabeld voorbeeld.
c01-more = Zo zijn er meer. Nog een plaatje, nog een antwoord.
c01-wall = Alles bij elkaar zijn het { $count } voorbeelden.
c01-classes = Er zijn { $count } verschillende antwoorden. Kijk maar waar ze staan.
c01-aside = Nu iets belangrijks: { $count } cijfers gaan achter een streep.
c01-practise = Met de rest mag het oefenen. De verdeling ligt van tevoren vast.
c01-never = We kijken wel naar de testcijfers, maar zetten er nooit een stap mee.
c01-used = { $used ->
    [0] Stappen gezet: { $steps }. Testcijfers gebruikt: geen enkel. Zo blijft de test eerlijk.
    [one] In { $steps } stappen is toch { $used } testcijfer gebruikt.
   *[other] In { $steps } stappen zijn toch { $used } testcijfers gebruikt.
}
c01-back = En hier ligt onze { $label }. Wat doet het netwerk met zo’n plaatje?

c01-label-picture = het plaatje
c01-label-answer = ✓ het goede antwoord
c01-label-practise = om mee te oefenen
c01-label-test = om te testen
