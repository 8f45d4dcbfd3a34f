import type {Functions} from '../functions.js'
import {CERTIFICATE_FUNCTIONS} from './crypto/certificates.js'
import {SECRET_FUNCTIONS} from './crypto/secrets.js'
import {DICT_FUNCTIONS} from './data/dicts.js'
import {JSON_FUNCTIONS} from './data/json.js'
import {LIST_FUNCTIONS} from './data/lists.js'
import {LOGIC_FUNCTIONS} from './data/logic.js'
import {MERGE_FUNCTIONS} from './data/merge.js'
import {CAST_FUNCTIONS} from './numbers/cast.js'
import {MATH_FUNCTIONS} from './numbers/math.js'
import {DATE_FUNCTIONS} from './other/dates.js'
import {FAIL_FUNCTIONS} from './other/fail.js'
import {PATH_FUNCTIONS} from './other/paths.js'
import {RANDOM_FUNCTIONS} from './other/random.js'
import {REGEX_FUNCTIONS} from './other/regex.js'
import {SEMVER_FUNCTIONS} from './other/semver.js'
import {URL_FUNCTIONS} from './other/urls.js'
import {CASE_FUNCTIONS} from './text/cases.js'
import {ENCODING_FUNCTIONS} from './text/encoding.js'
import {SPLIT_FUNCTIONS} from './text/split.js'
import {STRING_FUNCTIONS} from './text/strings.js'
import {WORD_FUNCTIONS} from './text/words.js'

/** What sprig itself leaves out of its hermetic set: randomness, the clock, the zone, the network. */
const UNHERMETIC = new Set([
  'date',
  'dateInZone',
  'dateModify',
  'date_in_zone',
  'date_modify',
  'getHostByName',
  'htmlDate',
  'htmlDateInZone',
  'now',
  'randAlpha',
  'randAlphaNum',
  'randAscii',
  'randBytes',
  'randNumeric',
  'uuidv4',
])
/** What is left there though it is different every time. */
const UNSTEADY = new Set(['ago', 'bcrypt', 'durationRound', 'encryptAES', 'htpasswd', 'randInt', 'shuffle'])

/** All functions of sprig 3.3, but for the two that read the process's environment (`env`, `expandenv`). */
export const SPRIG: Functions = {
  ...STRING_FUNCTIONS,
  ...CASE_FUNCTIONS,
  ...WORD_FUNCTIONS,
  ...ENCODING_FUNCTIONS,
  ...SPLIT_FUNCTIONS,
  ...CAST_FUNCTIONS,
  ...MATH_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...DICT_FUNCTIONS,
  ...MERGE_FUNCTIONS,
  ...LOGIC_FUNCTIONS,
  ...JSON_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...REGEX_FUNCTIONS,
  ...SEMVER_FUNCTIONS,
  ...PATH_FUNCTIONS,
  ...URL_FUNCTIONS,
  ...RANDOM_FUNCTIONS,
  ...SECRET_FUNCTIONS,
  ...CERTIFICATE_FUNCTIONS,
  ...FAIL_FUNCTIONS,
}

/** Sprig's hermetic set, as Flux's image automation offers it. */
export const HERMETIC_SPRIG: Functions = without((name) => UNHERMETIC.has(name))

/** Those that give the same for the same arguments, whenever and wherever. */
export const PURE_SPRIG: Functions = without(
  (name) => UNHERMETIC.has(name) || UNSTEADY.has(name) || (name.startsWith('gen') && name in CERTIFICATE_FUNCTIONS),
)

function without(left: (name: string) => boolean): Functions {
  return Object.fromEntries(Object.entries(SPRIG).filter(([name]) => !left(name)))
}
