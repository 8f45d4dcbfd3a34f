import {PLUGIN_HELP} from '../adapters/kube/access/plugin/plugin-help.js'

/** How often client-go tells within an hour how credential plugins are installed. */
const TIMES = 10

/** For commands that go on after failures: messages without what client-go leaves out of the eleventh that misses a plugin. */
export function pluginHelpLimit(): (message: string) => string {
  let told = 0
  return (message) => {
    const at = message.indexOf(`\n${PLUGIN_HELP}`)
    return at < 0 || told++ < TIMES ? message : message.slice(0, at)
  }
}
