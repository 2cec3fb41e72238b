# Hoofdstuk 0: de koude opening

c00-source-digit = Eén handgeschreven cijfer uit de oefenset
c00-source-own = Handschrift van de auteur; het netwerk oefende hier nooit mee
c00-source-own-train = Handschrift van de auteur; het netwerk oefende hier ook op
c00-source-own-test = Handschrift van de auteur; het is een van de testcijfers
c00-source-scores = { $step ->
    [0] Scores van één voorbeeld, vóór de eerste stap
    [one] Scores van één voorbeeld, na { $step } stap
   *[other] Scores van één voorbeeld, na { $step } stappen
}
c00-source-rewind = Scores van één voorbeeld, na elke stap: van stap { $step } terug naar het begin
c00-source-start = Scores van één voorbeeld, vóór de eerste stap
c00-practised = stappen geoefend

c00-look = Wat staat hier?
c00-scores = { $step ->
    [0] Nog vóór het oefenen leest het netwerk een { $taken }: score { $score }.
    [one] Na één stap leest het netwerk een { $taken }: score { $score }.
   *[other] Na { $step } stappen leest het netwerk een { $taken }: score { $score }.
}
c00-scores-highest = { $step ->
    [0] Nog vóór het oefenen is de hoogste score voor de { $taken }: { $score }.
    [one] Na één stap is de hoogste score voor de { $taken }: { $score }.
   *[other] Na { $step } stappen is de hoogste score voor de { $taken }: { $score }.
}
c00-wrong = Maar het is een { $label }. Die krijgt maar { $score }.
c00-right = En het ís een { $label }. Goed gezien.
c00-question = Hoe leert zo’n ding?
c00-question-right = Hoe heeft zo’n ding dat geleerd?
c00-rewind = Terug, stap voor stap, naar het begin.
c00-start = Nog geen enkele stap geoefend.

# What slides ask before they show it
c00-asks-highest = Welk antwoord krijgt straks de hoogste score?
