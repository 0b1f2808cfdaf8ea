import type { Random } from './random.ts'
import { words } from './words.ts'

/** Given names / family names. */
const NAMES: Record<string, string> = {
  czech: 'Jiří Kateřina Ondřej Tereza Vojtěch Zdeňka / Beneš Dvořák Horák Krejčí Němec Růžička',
  dutch: 'Anouk Bram Femke Joost Maaike Sjoerd / Bakker Hoekstra Mulder Smit Visser Zijlstra',
  english: `Amelia Charlotte Edward Grace Henry Isla Oliver Ruby Samuel Thomas /
    Ashworth Bennett Carter Doyle Fletcher Hughes Marlowe Pritchard Sinclair Whitaker`,
  french: `Amélie Benoît Chloé Étienne Geneviève Hélène Jérôme Léa Mathieu Océane /
    Beaumont Côté Deschênes Fournier Gagné Lefèvre Mercier Rousselle Séguin Tremblay`,
  german: `Anneliese Björn Franziska Günther Jürgen Käthe Lukas Maren Sören Ursula /
    Bäcker Fröhlich Grünwald Hoffmann Köhler Lindner Möller Schäfer Vogel Weiß`,
  indian: `Aarav Ananya Deepa Ishaan Kavya Meera Nikhil Priya Rohan Vikram /
    Banerjee Chatterjee Deshpande Iyer Kapoor Menon Nair Patel Rao Sharma`,
  italian: 'Alessia Beatrice Davide Giulia Lorenzo Niccolò / Bianchi Colombo Ferraro Lombardi Nicolò Ricci',
  japanese: 'Aiko Haruto Kenji Naoko Takumi Yūki / Fujimoto Hayashi Kobayashi Nakamura Ōta Yamamoto',
  nigerian: 'Adaeze Babatunde Chidi Funmilayo Kelechi Ngozi / Adeyemi Balogun Eze Nwosu Okafor Olawale',
  nordic: `Åsa Astrid Bjørn Eirik Freja Håkon Ingrid Jørgen Linnéa Mikkel /
    Åkesson Bergström Dahl Ekström Lindqvist Nygård Østergaard Sandberg Sjöberg Solheim`,
  polish:
    'Agnieszka Bartłomiej Elżbieta Łukasz Małgorzata Zofia / Jabłoński Kowalczyk Nowak Wójcik Zając Żurek',
  portuguese:
    'Antônio Conceição Fábio Inês João Luísa / Araújo Brandão Gonçalves Magalhães Simões Vasconcelos',
  spanish: `Andrés Beatriz Diego Inés Joaquín Lucía Martín Raúl Sofía Ximena /
    Álvarez Castaño Domínguez Gutiérrez Ibáñez Márquez Núñez Ortega Peña Vázquez`,
  turkish: 'Ayşe Barış Çiğdem Gökhan Murat Özge / Aydın Çelik Demir Kılıç Öztürk Şahin',
}
const LANGUAGES = Object.keys(NAMES)

/** Code, name, currency, customers in a hundred, names that are common, the form of a postcode, cities. */
export const COUNTRIES = `
AT|Austria|EUR|2|german|9999|Graz,Innsbruck,Linz,Wien
AU|Australia|AUD|5|english|9999|Adelaide,Brisbane,Hobart,Perth
BR|Brazil|BRL|3|portuguese|99999-999|Belém,Curitiba,Recife,São Paulo
CA|Canada|CAD|9|english french|A9A 9A9|Halifax,Montréal,Ottawa,Vancouver
CH|Switzerland|CHF|2|german french italian|9999|Basel,Genève,Lugano,Zürich
CZ|Czechia|CZK|1|czech|999 99|Brno,Olomouc,Plzeň,Praha
DE|Germany|EUR|11|german german turkish|99999|Bremen,Hamburg,Köln,Leipzig,München
DK|Denmark|DKK|2|nordic|9999|Aarhus,København,Odense
ES|Spain|EUR|5|spanish|99999|Bilbao,Granada,Madrid,València
FR|France|EUR|8|french|99999|Bordeaux,Lille,Lyon,Nantes,Paris
GB|United Kingdom|GBP|17|english english indian nigerian|AA9 9AA|Bristol,Cardiff,Edinburgh,Leeds,London
IE|Ireland|EUR|4|english|A99 AA99|Cork,Dublin,Galway
IN|India|INR|3|indian|999999|Bengaluru,Chennai,Kolkata,Pune
IT|Italy|EUR|4|italian|99999|Bologna,Genova,Palermo,Torino
JP|Japan|JPY|2|japanese|999-9999|Fukuoka,Kyōto,Nagoya,Sapporo
MX|Mexico|MXN|2|spanish|99999|Guadalajara,Mérida,Puebla
NG|Nigeria|NGN|1|nigerian|999999|Abuja,Ibadan,Lagos
NL|Netherlands|EUR|3|dutch|9999 AA|Groningen,Leiden,Utrecht
NO|Norway|NOK|1|nordic|9999|Bergen,Oslo,Tromsø
PL|Poland|PLN|3|polish|99-999|Gdańsk,Kraków,Łódź,Wrocław
PT|Portugal|EUR|2|portuguese|9999-999|Braga,Coimbra,Lisboa
SE|Sweden|SEK|2|nordic|999 99|Göteborg,Malmö,Umeå
US|United States|USD|8|english english spanish|99999|Austin,Boston,Chicago,Portland,Seattle`
  .trim()
  .split('\n')
  .map((line) => {
    const [code = '', name = '', currency = '', weight, languages = '', postcode = '', cities = ''] =
      line.split('|')
    return {
      code,
      name,
      currency,
      weight: Number(weight),
      languages: words(languages),
      postcode,
      cities: cities.split(','),
    }
  })
export const COUNTRY = new Map(COUNTRIES.map((country) => [country.code, country]))
export const CUSTOMER_COUNTRIES = COUNTRIES.flatMap(({ code, weight }) => Array<string>(weight).fill(code))

export function personName(random: Random, country: string) {
  const language = random.chance(0.85) ? random.pick(COUNTRY.get(country)!.languages) : random.pick(LANGUAGES)
  const [given = '', family = ''] = NAMES[language]!.split('/')
  return { given_name: random.pick(words(given)), family_name: random.pick(words(family)) }
}
