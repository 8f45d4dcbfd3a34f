import type {Zone} from '../../ports/clock.js'

export type {Zone}

export const UTC: Zone = {name: 'UTC', at: () => ({offset: 0, abbreviation: 'UTC'})}

/** An offset that a text spelled out. */
export function fixedZone(abbreviation: string, offset: number): Zone {
  return {name: abbreviation, at: () => ({offset, abbreviation})}
}

/** Abbreviations that no English locale has: standard and summer time. */
const ABBREVIATIONS: Readonly<Record<string, readonly [string, string?]>> = {
  'Asia/Tokyo': ['JST'],
  'Asia/Seoul': ['KST'],
  'Asia/Shanghai': ['CST'],
  'Asia/Taipei': ['CST'],
  'Asia/Hong_Kong': ['HKT'],
  'Asia/Macau': ['CST'],
  'Asia/Manila': ['PST'],
  'Asia/Jakarta': ['WIB'],
  'Asia/Makassar': ['WITA'],
  'Asia/Jayapura': ['WIT'],
  'Asia/Karachi': ['PKT'],
  'Asia/Kolkata': ['IST'],
  'Asia/Calcutta': ['IST'],
  'Asia/Jerusalem': ['IST', 'IDT'],
  'Asia/Beirut': ['EET', 'EEST'],
  'Africa/Johannesburg': ['SAST'],
  'Africa/Lagos': ['WAT'],
  'Africa/Nairobi': ['EAT'],
  'Africa/Cairo': ['EET', 'EEST'],
  'Africa/Harare': ['CAT'],
  'Europe/Moscow': ['MSK'],
  'Europe/Dublin': ['GMT', 'IST'],
  'Europe/Lisbon': ['WET', 'WEST'],
  'Europe/London': ['GMT', 'BST'],
  'America/Adak': ['HST', 'HDT'],
  'America/Dawson': ['MST'],
  'America/Hermosillo': ['MST'],
  'America/Mazatlan': ['MST'],
  'America/Whitehorse': ['MST'],
  'Europe/Kirov': ['MSK'],
  'Europe/Simferopol': ['MSK'],
  'Europe/Volgograd': ['MSK'],
  'Indian/Antananarivo': ['EAT'],
  'Indian/Comoro': ['EAT'],
  'Indian/Mayotte': ['EAT'],
  'Pacific/Guam': ['ChST'],
  'Pacific/Saipan': ['ChST'],
  'Pacific/Midway': ['SST'],
  'Pacific/Pago_Pago': ['SST'],
  'Europe/Guernsey': ['GMT', 'BST'],
  'Europe/Isle_of_Man': ['GMT', 'BST'],
  'Europe/Jersey': ['GMT', 'BST'],
  'Africa/Maseru': ['SAST'],
  'Africa/Mbabane': ['SAST'],
  'America/Havana': ['CST', 'CDT'],
  'America/St_Johns': ['NST', 'NDT'],
  'Asia/Gaza': ['EET', 'EEST'],
  'Asia/Hebron': ['EET', 'EEST'],
  'Asia/Pontianak': ['WIB'],
  'Asia/Pyongyang': ['KST'],
  'Atlantic/Reykjavik': ['GMT'],
  'Atlantic/St_Helena': ['GMT'],
  'America/Danmarkshavn': ['GMT'],
  'Pacific/Auckland': ['NZST', 'NZDT'],
  'Pacific/Honolulu': ['HST'],
}
const LOCALES = ['en-US', 'en-GB', 'en-AU']
/** Africa's zones share a few abbreviations. */
const AFRICA: Readonly<Record<number, string>> = {0: 'GMT', 3600: 'WAT', 7200: 'CAT', 10800: 'EAT'}
/** where English has letters and the zone database has figures */
const FIGURES =
  /^(Africa\/(Casablanca|El_Aaiun)|Asia\/(Dubai|Muscat|Bahrain|Qatar)|Australia\/(Eucla|Lord_Howe)|Antarctica\/(Casey|Troll))$/

/** A zone by IANA name, undefined for one that does not exist. `''` and `UTC` are UTC, `Local` is the environment's. */
export function loadZone(name: string, local: string): Zone | undefined {
  if (name === '' || name === 'UTC') return UTC
  if (name === 'Local') {
    const zone = local === 'UTC' ? UTC : loadZone(local, 'UTC')
    return zone && {...zone, name: 'Local'}
  }
  // offsets and lower case are names to Intl, not to Go
  if (/^[+-]|\.\.|^\//.test(name)) return undefined
  try {
    const format = new Intl.DateTimeFormat('en-US', {timeZone: name, timeZoneName: 'longOffset', year: 'numeric'})
    const known = format.resolvedOptions().timeZone
    // Go's names are those of files
    if (/^[a-z]/.test(name) || (known !== name && known.toLowerCase() === name.toLowerCase())) return undefined
    return {
      name,
      at: (unix) => {
        const offset = parseOffset(partOf(format, unix))
        return {
          offset,
          // few ask for it, and it costs two more formats
          get abbreviation() {
            return abbreviationOf(name in ABBREVIATIONS ? name : known, unix, offset)
          },
        }
      },
    }
  } catch {
    return undefined
  }
}

function partOf(format: Intl.DateTimeFormat, unix: number): string {
  return format.formatToParts(unix * 1000).find(({type}) => type === 'timeZoneName')?.value ?? ''
}

function parseOffset(text: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /([+-])(\d+)(?::(\d+))?(?::(\d+))?/.exec(text) ?? []
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return sign === '-' ? -total : total
}

function abbreviationOf(name: string, unix: number, offset: number): string {
  const known = ABBREVIATIONS[name]
  if (known) return (known[1] !== undefined && offset !== standardOffset(name, unix) ? known[1] : known[0]) ?? ''
  if (FIGURES.test(name)) return numeric(offset)
  if (name.startsWith('Africa/') && !/(Algiers|Ceuta|Tunis|Tripoli)$/.test(name)) return AFRICA[offset] ?? numeric(offset)
  if (/^(Etc\/)?(GMT|Greenwich)$/.test(name)) return 'GMT'
  if (/^(Etc\/)?(UTC|UCT|Universal|Zulu)$/.test(name)) return 'UTC'
  for (const locale of LOCALES) {
    const text = partOf(new Intl.DateTimeFormat(locale, {timeZone: name, timeZoneName: 'short', year: 'numeric'}), unix)
    if (/^[A-Z]+$/.test(text) && text !== 'GMT' && text !== 'UTC') return text
  }
  return numeric(offset)
}

/** The smaller offset of the two that a year has. */
function standardOffset(name: string, unix: number): number {
  const format = new Intl.DateTimeFormat('en-US', {timeZone: name, timeZoneName: 'longOffset', year: 'numeric'})
  const year = new Date(unix * 1000).getUTCFullYear()
  return Math.min(...[0, 6].map((month) => parseOffset(partOf(format, Date.UTC(year, month, 1) / 1000))))
}

function numeric(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60)
  const rest = minutes % 60
  const text = String(Math.floor(minutes / 60)).padStart(2, '0') + (rest === 0 ? '' : String(rest).padStart(2, '0'))
  return (offset < 0 ? '-' : '+') + text
}
