import {describe, expect, it} from 'vitest'
import {pluginHelpLimit} from '../../../src/lib/actions/plugin-help.js'
import {PLUGIN_HELP} from '../../../src/lib/adapters/kube/access/plugin/plugin-help.js'

describe('pluginHelpLimit', () => {
  it('leaves the help and the hint of the plugin out from the eleventh message on that has them', () => {
    const limited = pluginHelpLimit()
    const missing = 'getting credentials: exec: executable login not found'
    const whole = `${missing}\n${PLUGIN_HELP}\n\ninstall it`
    const said = Array.from({length: 14}, () => [limited(whole), limited('forbidden')])
    expect(said.map(([message]) => message)).toEqual([...Array(10).fill(whole), ...Array(4).fill(missing)])
    expect(new Set(said.map(([, message]) => message))).toEqual(new Set(['forbidden']))
  })
})
