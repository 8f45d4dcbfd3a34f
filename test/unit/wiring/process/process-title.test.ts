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
    ['bootstrap git --token-auth -p canary --url=x', 'bootstrap git --token-auth -p *** --url=x'],
    ['create secret git x -pcanary', 'create secret git x -p***'],
    ['create secret helm x -p=canary=', 'create secret helm x -p=***'],
    ['create source git x -sp canary -u me', 'create source git x -sp *** -u me'],
    ['create source git x -spcanary', 'create source git x -sp***'],
    ['create source helm x -sp=canary', 'create source helm x -sp=***'],
    ['run -p canary --password=canary', 'run -p *** --password=***'],
    ['bootstrap git --url https://canary@h/f', 'bootstrap git --url https://***@h/f'],
    ['bootstrap git --ssh-signing-password= --token=a=b', 'bootstrap git --ssh-signing-password=*** --token=***'],
  ])('%s', (line, shown) => expect(shownLine(line.split(' '))).toBe(shown))

  it.each([
    'get all -A',
    'bootstrap git --with-bearer-token --path x',
    'bootstrap git --token-auth --private-key-file=key',
    'get ks apps -nproduction',
    'bootstrap git --url=ssh://git@h/f --path=p',
    'create source git x -sup',
    'controller source-controller --token-cache-max-size=3',
  ])('is left as it is without secrets: %s', (line) => expect(shownLine(line.split(' '))).toBeUndefined())
})
