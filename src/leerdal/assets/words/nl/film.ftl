# Titels van de hoofdstukken
cold-open-title = Eén fout antwoord
labelled-data-title = Voorbeelden met hun antwoord
forward-pass-title = Van beeld naar scores
squared-error-title = Eén fout in één getal
average-loss-title = Het gemiddelde van alle fouten
valley-title = Het dal
every-weight-title = Elk gewicht zijn eigen stap
sculptor-title = De beeldhouwer
again-and-again-title = Steeds opnieuw
overfitting-title = Volgende keer: overfitting
end-card-title = Over deze training
smooth-title = Waarom het werkt: glad
five-steps-title = Vijf stappen

# De pagina bij de film
page-title = Hoe een netwerk leert
page-intro = Elk getal, elke kleur en elke lijn in deze film komt uit het logboek van één training.
page-captions = Nederlands
page-film = De hele film
page-chapters = De hoofdstukken
page-made = Gemaakt van training
page-manifest = wat waarvan gemaakt is
page-no-video = Uw browser kan deze film niet afspelen; u kunt hem wel downloaden.
