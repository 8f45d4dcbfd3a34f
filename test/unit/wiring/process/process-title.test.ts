import {describe, expect, it} from 'vitest'
import {shownLine} from '../../../../src/lib/wiring/process/process-title.js'

describe('the line that a list of processes shows', () => {
  it.each([
    [
      'bootstrap git --url=https://me:pw-canary@h/f --password=canary --path=c',
      'bootstrap git --url=https://me:***@h/f --password=*** --path=c',
    ],
    ['bootstrap github --gpg-passphrase canary --owner=a', 'bootstrap github --gpg-passphrase *** --owner=a'],
    ['install --registry-creds=me:canary --image-pull-secret=x', 'install --registry-creds=*** --image-pull-secret=x'],
    ['create secret git x --bearer-token=canary', 'create secret git x --bearer-token=***'],
    ['get all --token --password=a', 'get all --token ***'],
    ['bootstrap git --ssh-signing-password= --token=a=b', 'bootstrap git --ssh-signing-password=*** --token=***'],
  ])('%s', (line, shown) => expect(shownLine(line.split(' '))).toBe(shown))

  it.each([
    'get all -A',
    'bootstrap git --with-bearer-token --path x',
    'bootstrap git --token-auth --private-key-file=key',
    'controller source-controller --token-cache-max-size=3',
  ])('is left as it is without secrets: %s', (line) => expect(shownLine(line.split(' '))).toBeUndefined())
})
