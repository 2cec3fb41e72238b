# Hoofdstuk 1: gelabelde voorbeelden

c01-source-one = Eén voorbeeld uit de oefenset, met zijn antwoord
c01-source-own = Handschrift van de auteur; het netwerk oefende hier nooit mee
c01-source-own-train = Handschrift van de auteur; het netwerk oefende hier ook op
c01-source-own-test = Handschrift van de auteur; het is een van de testcijfers
c01-source-some = Voorbeelden uit de oefenset, elk met zijn antwoord
c01-source-all = Alle { $count } voorbeelden van deze training
c01-source-split = { $train } voorbeelden om mee te oefenen, { $test } om mee te testen
c01-source-steps = De cijfers waarvan de eerste stappen leerden, per stap hoogstens { $count }

c01-own = Dit schreef de auteur. Oefenen gaat met andere, zoals deze.
c01-own-train = Dit schreef de auteur. Het oefent hierop, en op andere, zoals deze.
c01-own-test = Dit schreef de auteur; het is om te testen. Oefenen gaat met andere, zoals deze.
c01-own-again = Terug naar het handschrift van de auteur.
c01-picture = Dit ziet het netwerk: een plaatje.
c01-answer = Wij weten het antwoord: dit is een { $label }.
c01-together = Samen: één gelabeld voorbeeld.
c01-more = Nog een plaatje, nog een antwoord.
c01-wall = Alles bij elkaar: { $count } voorbeelden.
c01-classes = Er zijn { $count } antwoorden. Kijk waar ze liggen.
c01-aside = Maar { $count } cijfers gaan achter een streep.
c01-practise = Alleen met de rest mag het oefenen.
c01-never = Testcijfers bekijken we, maar ervan leren mag niet.
c01-used = { $used ->
    [0] Geen van de { $steps } stappen gebruikt ze. Wel zo eerlijk.
    [one] In { $steps } stappen is toch { $used } testcijfer gebruikt.
   *[other] In { $steps } stappen zijn toch { $used } testcijfers gebruikt.
}
c01-used-copied = { $copies ->
    [one] Maar { $copies } ervan ligt ook bij de oefencijfers.
   *[other] Maar { $copies } ervan liggen ook bij de oefencijfers.
}
c01-back = Terug naar onze { $label }. Wat doet het netwerk ermee?

c01-label-picture = het plaatje
c01-label-answer = ✓ het goede antwoord
c01-label-practise = om mee te oefenen
c01-label-test = om te testen
