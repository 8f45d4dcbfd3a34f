import {spawn} from 'node:child_process'
import {hostname} from 'node:os'
import {expect, it} from 'vitest'
import {createInstance} from '../../../../src/lib/wiring/fleet/instance.js'
import {isAlive, startOf} from '../../../../src/lib/wiring/local/process-alive.js'

it('knows runs of this machine that are over from those that work and from those elsewhere', async () => {
  const {identity, isOver} = createInstance()
  expect(identity).toContain(`flux-run_${hostname()}_${process.pid}_`)
  expect(isOver(identity)).toBe(false)
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const own = identity.slice(0, identity.lastIndexOf('-') + 1)
  const other = `${own.replace(`_${process.pid}_`, `_${child.pid}_`)}${startOf(child.pid!)}`
  expect(isAlive(child.pid!)).toBe(true)
  expect(isOver(other)).toBe(false)
  child.kill('SIGKILL')
  await new Promise((done) => child.once('close', done))
  expect(isAlive(child.pid!)).toBe(false)
  expect(isOver(other)).toBe(true)
  // the number was given to another process since
  if (startOf(process.pid) !== '') expect(isOver(`${own}1`)).toBe(true)
  // another machine, another container of the same name, other programs
  expect(isOver(other.replace(hostname(), `not-${hostname()}`))).toBe(false)
  expect(isOver(other.replace(/_\d*-/, '_7-'))).toBe(false)
  expect(isOver('source-controller-5d8f7c9b6d-x2x9k_uuid')).toBe(false)
})
