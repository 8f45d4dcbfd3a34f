import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'

const started = (options: object) => startApiServer(options as never)

describe('options of startApiServer', () => {
  it('refuses what it does not know and what is of another type', async () => {
    await expect(started({nope: 1})).rejects.toThrow('startApiServer has no option "nope"')
    await expect(started({constructor: 1})).rejects.toThrow('startApiServer has no option "constructor"')
    await expect(started({dataDir: 5})).rejects.toThrow('startApiServer: dataDir must be a text')
    await expect(started({dataDir: ''})).rejects.toThrow('startApiServer: dataDir must be a text')
    await expect(started({readyAfterMs: '1s'})).rejects.toThrow('startApiServer: readyAfterMs must be a number of at least 0')
    await expect(started({rbac: 'no'})).rejects.toThrow('startApiServer: rbac must be true or false')
    const api = await startApiServer({dataDir: undefined, controllers: false})
    await expect(api.listen({prot: 1} as never)).rejects.toThrow('listen has no option "prot"')
    await expect(api.listen({port: 65_536})).rejects.toThrow('listen: port must be a port')
    await api.close()
  })

  it('says which data folder cannot be made', async () => {
    const root = mkdtempSync(join(tmpdir(), 'options-'))
    writeFileSync(join(root, 'file'), '')
    await expect(started({dataDir: join(root, 'file')})).rejects.toThrow(`${join(root, 'file')}: file exists`)
    await expect(started({dataDir: join(root, 'file', 'x')})).rejects.toThrow(`${join(root, 'file', 'x')}: not a directory`)
    if (process.platform === 'linux')
      await expect(started({dataDir: '/proc/nope/x'})).rejects.toThrow('/proc/nope/x: no such file or directory')
    rmSync(root, {recursive: true})
  })
})
