import {goQuote} from '../../lib/errors/go-quote.js'
import {parsedFlag, textFlag} from '../flags/flag-types.js'
import {choiceFlag, unsupported} from './choice-flag.js'

const CURVES = ['p256', 'p384', 'p521']

/** How Git is logged in to: a user, or an SSH key that is read or made. */
export const GIT_FLAGS = {
  username: textFlag({char: 'u', summary: 'user of the repository over HTTP(S)'}),
  password: textFlag({char: 'p', summary: 'password of the user, or passphrase of the private key'}),
  'private-key-file': textFlag({summary: 'file with the SSH private key; without it one is made'}),
  'ssh-key-algorithm': choiceFlag({
    ...unsupported('public key algorithm', ['rsa', 'ecdsa', 'ed25519']),
    default: 'ecdsa',
    summary: 'algorithm of the SSH key that is made',
  }),
  'ssh-rsa-bits': parsedFlag({default: 2048, summary: 'size of the RSA key that is made'}, rsaBits),
  'ssh-ecdsa-curve': choiceFlag({
    words: CURVES,
    refused: (word) => `unsupported curve '${word}', must be one of: ${CURVES.join(', ')}`,
    default: 'p384',
    summary: 'curve of the ECDSA key that is made',
  }),
}

/** At least 1024 and a multiple of 8; an empty value is the default. */
function rsaBits(text: string): number {
  if (text.trim() === '') return 2048
  if (!/^[+-]?\d+$/.test(text)) throw new Error(`strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`)
  const bits = Number(text)
  if (bits < 1024) throw new Error('RSA key bit size must be at least 1024')
  if (bits % 8 !== 0) throw new Error('RSA key bit size must be a multiples of 8')
  return bits
}
