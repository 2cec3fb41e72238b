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
c00-source-chosen = { $step ->
    [one] Scores van één voorbeeld, na { $step } stap, gekozen om de score { $score }
   *[other] Scores van één voorbeeld, na { $step } stappen, gekozen om de score { $score }
}
c00-source-rewind = Scores van één voorbeeld, na elke stap: van stap { $step } terug naar het begin
c00-source-start = Scores van één voorbeeld, vóór de eerste stap
c00-practised = stappen geoefend

c00-look = Wat staat hier?
c00-scores-rule = { $step ->
    [one] Na één stap leest het netwerk een { $taken }: score { $score }.
   *[other] Na { $step } stappen leest het netwerk een { $taken }: score { $score }.
}
c00-scores-sometimes = { $step ->
    [one] Na één stap een { $taken }: { $score }. Ook in { $share } stappen eromheen.
   *[other] Na { $step } stappen een { $taken }: { $score }. Ook in { $share } stappen eromheen.
}
c00-scores-exception = { $step ->
    [one] Na één stap, daarom uitgekozen, leest het netwerk een { $taken }: score { $score }.
   *[other] Na { $step } stappen, daarom uitgekozen, leest het netwerk een { $taken }: score { $score }.
}
c00-highest-rule = { $step ->
    [0] Nog vóór het oefenen is de hoogste score voor de { $taken }: { $score }.
    [one] Na één stap is de hoogste score voor de { $taken }: { $score }.
   *[other] Na { $step } stappen is de hoogste score voor de { $taken }: { $score }.
}
c00-highest-sometimes = { $step ->
    [0] { c00-highest-rule }
   *[other] { c00-scores-sometimes }
}
c00-highest-exception = { $step ->
    [0] { c00-highest-rule }
    [one] Na één stap, daarom uitgekozen, is de hoogste score voor de { $taken }: { $score }.
   *[other] Na { $step } stappen, daarom uitgekozen, is de hoogste score voor de { $taken }: { $score }.
}
c00-wrong = Maar het is een { $label }. Die krijgt maar { $score }.
c00-right = En het ís een { $label }. Goed gezien.
c00-lasting = Dat zegt het van stap { $since } tot en met { $until }.
c00-rare = Zeldzaam: vijf stappen of langer zo, bij { NUMBER($alike, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 1) } van de cijfers met dit antwoord.
c00-alike = Vijf stappen of langer gaat het zo bij { NUMBER($alike, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 1) } van de cijfers met dit antwoord.
c00-briefly = Dat zegt het alleen van stap { $since } tot en met { $until }.
c00-once = Dat zegt het alleen in deze ene stap.
c00-question = Hoe leert zo’n ding?
c00-question-right = Hoe heeft zo’n ding dat geleerd?
c00-rewind = Terug, stap voor stap, naar het begin.
c00-start = Nog geen enkele stap geoefend.

# What slides ask before they show it
c00-asks-highest = Welk antwoord krijgt straks de hoogste score?
