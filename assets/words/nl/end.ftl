# De eindkaart: welke training dit was

end-heading = De training in deze film
end-made = Gemaakt met Leerdal. Elk getal komt uit het logboek.

end-name-data = cijfers
end-name-network = netwerk
end-name-start = beginwaarden
end-name-step = een stap
end-name-length = training
end-name-result = resultaat
end-name-run = kenmerk
end-name-against = vergeleken met

end-data = { $name }: { $train } om te oefenen, { $test } om te testen
end-network = { $sizes }, met { $count } gewichten en biases
end-start = gewichten geloot met startgetal { NUMBER($seed, useGrouping: 0) }, biases 0
end-start-other = door { $trainer } gekozen
end-step = leersnelheid { $rate }, batches van { $batch } cijfers
end-length = { $epochs } { $epochs ->
    [one] epoch
   *[other] epochs
}, samen { $steps } { $steps ->
    [one] stap
   *[other] stappen
}
end-result = ✓ { NUMBER($accuracy, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } van de testcijfers goed gelezen
end-result-train = ✓ { NUMBER($accuracy, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } van de oefencijfers goed gelezen
end-run = { $id }
end-run-own = { $id }: alle getallen op deze kaart
end-against = de run “{ $run }”: alleen de gestreepte lijn
