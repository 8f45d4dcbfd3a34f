import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import {listenAgain} from '../../../../src/lib/wiring/local/listen-again.js'
import {resolveFolder} from '../../../../src/lib/wiring/local/state-folder.js'

const folder = mkdtempSync(join(tmpdir(), 'flux-port-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

describe('the port of a data folder', () => {
  it('is taken again when it is free, and let go when it is not', async () => {
    const start = () => startApiServer({kubelet: false, controllers: false})
    const first = await start()
    const {server} = await listenAgain(first, 0, folder)
    await first.close()

    const second = await start()
    expect((await listenAgain(second, 0, folder)).server).toBe(server)
    const third = await start()
    const elsewhere = (await listenAgain(third, 0, folder)).server
    expect(elsewhere).not.toBe(server)
    await second.close()
    await third.close()

    const fourth = await start()
    expect((await listenAgain(fourth, 0, folder)).server).toBe(elsewhere)
    await fourth.close()
  })
})

describe('resolveFolder', () => {
  it('refuses the name of nothing', () => {
    expect(resolveFolder('/home', undefined)).toBeUndefined()
    expect(resolveFolder('/home', 'data')).toBe('/home/data')
    expect(() => resolveFolder('/home', '')).toThrow('--data-dir names no folder')
  })
})
