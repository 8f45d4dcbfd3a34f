import {describe, expect, it} from 'vitest'
import {streamOut} from '../../../src/lib/wiring/process-out.js'

function opened(size: {isTTY?: boolean; columns?: number; rows?: number}, env: Record<string, string> = {}) {
  const events: string[] = []
  const stream = (name: string) => ({
    ...size,
    write(text: string, done: () => void) {
      events.push(`${name} ${text}`)
      done()
      return true
    },
  })
  const spinner = {show: (text: string) => events.push(`show ${text}`), hide: () => events.push('hide')}
  const redact = (text: string) => text.replace('secret', '***')
  return {out: streamOut(stream('out'), stream('err'), env, redact, spinner), events}
}

describe('the spinner', () => {
  it('shows what is waited for until the next line, on a terminal', async () => {
    const {out, events} = opened({isTTY: true, columns: 30, rows: 10})
    out.waiting('waiting')
    out.progress('a secret thing that is longer than the terminal is wide')
    await out.data('data\n')
    out.success('done')
    expect(events).toEqual([
      ...['hide', 'err ◎ waiting\n', 'show a *** thing that …'],
      ...['hide', 'out data\n', 'hide', 'err ✔ done\n'],
    ])
  })

  it('lets no message of an object move the cursor', () => {
    const {out, events} = opened({isTTY: true, columns: 80, rows: 10})
    out.progress('Kustomization a: failed:\n\u001b[2Jgone')
    expect(events).toEqual(['show Kustomization a: failed: ^[[2Jgone'])
  })

  it.each([
    ['no terminal', {}, {}],
    ['a dumb one', {isTTY: true, columns: 80}, {TERM: 'dumb'}],
    ['CI', {isTTY: true, columns: 80}, {CI: 'true'}],
  ])('never shows anything on %s', (_, size, env) => {
    const {out, events} = opened(size, env)
    out.progress('waiting')
    expect(events).toEqual([])
    expect(out.interactive).toBe(false)
  })
})

describe('the size of the terminal', () => {
  it('is that of stdout, or what is usual', () => {
    expect(opened({isTTY: true, columns: 8, rows: 4}).out).toMatchObject({columns: 8, rows: 4})
    expect(opened({isTTY: true, columns: 0, rows: 0}).out).toMatchObject({columns: 80, rows: 24})
    expect(opened({}).out).toMatchObject({columns: 80, rows: undefined})
    expect(opened({isTTY: true, columns: 80, rows: 24}, {TERM: 'dumb'}).out.rows).toBeUndefined()
  })
})

describe('a stdout that takes nothing', () => {
  const failing = (code: string) => ({
    write(_: string, done: (error?: Error) => void) {
      done(Object.assign(new Error('node says it otherwise'), {code}))
      return true
    },
  })
  const data = (code: string) => streamOut(failing(code), failing(code), {}).data('x')

  it('is told in one line', async () => {
    await expect(data('ENOSPC')).rejects.toThrow(/^write \/dev\/stdout: no space left on device$/)
    await expect(data('EIO')).rejects.toThrow(/^write \/dev\/stdout: input\/output error$/)
    await expect(data('EPIPE')).resolves.toBeUndefined()
  })
})
