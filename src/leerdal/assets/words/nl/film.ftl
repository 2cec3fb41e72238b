# Titels van de hoofdstukken
cold-open-title = Eén fout antwoord
forward-pass-title = Van beeld naar scores
squared-error-title = Eén fout in één getal
average-loss-title = Het gemiddelde van alle fouten
valley-title = Het dal
