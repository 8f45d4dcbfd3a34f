import {loadZone, UTC, type Zone} from '../../formats/time/zone.js'

/** Where systems keep their zones: Go looks up names there, and takes whole paths. */
const FOLDERS = /^\/(?:usr\/share\/zoneinfo|usr\/share\/lib\/zoneinfo|usr\/lib\/locale\/TZ|etc\/zoneinfo)\//

/**
 * The zone in which times are shown, by the rules of Go's `time` on Unix: TZ names it, the system does when TZ is unset, UTC
 * when TZ is empty or no name of a zone (`JST-9`). Nothing is looked up before a time is shown.
 */
export function localZone({TZ}: Readonly<Record<string, string | undefined>>): Zone {
  let found: Zone | undefined
  return {
    name: 'Local',
    at: (unix) => {
      found ??= findZone(TZ)
      return found.at(unix)
    },
  }
}

function findZone(TZ: string | undefined): Zone {
  const name = TZ?.replace(/^:/, '')
  if (name === undefined || name === '/etc/localtime') return named(Intl.DateTimeFormat().resolvedOptions().timeZone)
  return named(name.replace(FOLDERS, ''))
}

function named(name: string | undefined): Zone {
  return (name && loadZone(name, 'UTC')) || UTC
}
