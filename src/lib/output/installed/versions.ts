import {renderTable} from '../table.js'

/** What has a version, by name alone or as a table. */
export function renderVersions(versions: Readonly<Record<string, string>>, format: 'name' | 'wide'): string {
  const rows = Object.entries(versions)
  if (format === 'name') return rows.map(([name]) => `${name}\n`).join('')
  return renderTable(['Name', 'Version'], rows)
}
