/** That of the reader. */
export const ownZone = (): string => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
  return today[zone] ?? zone
}

/** What browsers still list under the name of earlier days. Source: the "backward" file of the IANA time zone database. */
const today: Record<string, string> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
}

/** Those that the browser knows, with UTC and the one that is chosen, however it is named. */
export const timeZones = (chosen: string): string[] =>
  [
    ...new Set(['UTC', chosen, ...Intl.supportedValuesOf('timeZone').map((zone) => today[zone] ?? zone)]),
  ].sort()
