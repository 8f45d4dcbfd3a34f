import {GoError} from '../../error.js'
import type {Functions} from '../../functions.js'

export const FAIL_FUNCTIONS: Functions = {
  fail: [
    'string',
    (message: string) => {
      throw new GoError(message)
    },
  ],
}
