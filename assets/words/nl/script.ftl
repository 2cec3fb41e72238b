# Het blad met regels om voor te lezen (leerdal script).
script-title = Regels om voor te lezen
script-how = Neem elke regel op in een bestand dat naar zijn id heet, zoals { $example }. De seconden zijn die waarin een kijker de regel leest: neem de tijd, de film wacht op je.
