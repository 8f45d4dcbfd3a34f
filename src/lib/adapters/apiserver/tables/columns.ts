import type {CatalogEntry} from '../discovery/catalog.js'
import {COLUMNS, DESCRIPTIONS} from './columns.gen.js'

export type Column = {name: string; type: string; format: string; description: string; priority: number}

/** The columns of built-in kinds, unpacked on first use. */
export interface ColumnTable {
  of(entry: Pick<CatalogEntry, 'group' | 'version' | 'resource'>): readonly Column[]
}

type Row = [string, [string, string, string, number, number][]]

export function createColumns(): ColumnTable {
  let table: Map<string, readonly Column[]> | undefined
  const unpack = (): Map<string, readonly Column[]> => {
    const descriptions = lines(DESCRIPTIONS).map((line) => JSON.parse(line) as string)
    return new Map(
      lines(COLUMNS).map((line) => {
        const [id, columns] = JSON.parse(line) as Row
        return [
          id,
          columns.map(([name, type, format, description, priority]) => ({
            name,
            type,
            format,
            description: descriptions[description] ?? '',
            priority,
          })),
        ]
      }),
    )
  }
  return {
    of({group, version, resource}) {
      table ??= unpack()
      return table.get(`${group}/${version}/${resource}`) ?? []
    },
  }
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}
