import type {TemplateCase} from './case.js'
import {DATA} from './data.js'
import {LANGUAGE} from './language.js'
import {MORE} from './more.js'
import {NUMBERS} from './numbers.js'
import {PRINTF} from './printf.js'
import {SYNTAX_ERRORS} from './syntax-errors.js'
import {TEXT} from './text.js'

export {type TemplateCase, VALUES} from './case.js'

/** All cases by the file that they are recorded in. */
export const CASES: Readonly<Record<string, readonly (string | TemplateCase)[]>> = {
  language: LANGUAGE,
  'syntax-errors': SYNTAX_ERRORS,
  printf: PRINTF,
  text: TEXT,
  numbers: NUMBERS,
  data: DATA,
  more: MORE,
}
