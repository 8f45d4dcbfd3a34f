import {type InventoryEntry, inventoryEntry, inventoryUnion} from '../../../apply/inventory.js'
import type {JsonValue} from '../../../formats/json/value.js'
import type {ObjectRef} from '../../../ports/kube.js'
import type {Draft} from '../../runtime/conditions.js'
import {nameOf, statusOf} from '../kustomization.js'
import type {RunMemory} from './run-memory.js'

/** New objects of a stage that are worth a request to write them down before they are made. */
const MANY_NEW = 10

/** Adds what an earlier run could not write down, and forgets it: this run writes its draft. */
export function recallUnwritten(memory: Pick<RunMemory, 'unwritten'>, draft: Draft): void {
  const entries = memory.unwritten.get(nameOf(draft))
  if (!entries) return
  memory.unwritten.delete(nameOf(draft))
  const all = inventoryUnion(statusOf(draft).inventory?.entries ?? [], entries)
  draft.status.inventory = {entries: all as unknown as JsonValue}
}

/** Keeps in mind what the server could not be told. */
export function rememberUnwritten(memory: Pick<RunMemory, 'unwritten'>, draft: Draft): void {
  const {entries} = statusOf(draft).inventory ?? {}
  if (entries) memory.unwritten.set(nameOf(draft), entries)
}

/** The inventory on a draft through one run: no object may be in the cluster that it does not name. */
export class RunInventory {
  /** what it held when the run began */
  readonly before: readonly InventoryEntry[]
  readonly #found: JsonValue | undefined

  /** `keep` writes it to the server at once. */
  constructor(
    private readonly draft: Draft,
    private readonly keep: () => Promise<void>,
  ) {
    this.before = statusOf(draft).inventory?.entries ?? []
    this.#found = draft.status.inventory
  }

  set(entries: readonly InventoryEntry[]): void {
    this.draft.status.inventory = {entries: entries as unknown as JsonValue}
  }

  /**
   * Objects that are about to be made are named first: what never comes of it is taken out again by this run or the next one,
   * while an object that no inventory names would be nobody's for ever, after a kill -9 for instance. A few of them are made
   * so soon that only a longer run writes them down.
   */
  async announce(refs: readonly ObjectRef[]): Promise<void> {
    const entries = statusOf(this.draft).inventory?.entries ?? []
    this.set(inventoryUnion(entries, refs.map(inventoryEntry)))
    if (refs.length >= MANY_NEW) await this.keep()
  }

  /** What a failed run created stays named, so that it can be pruned when it never gets into a successful one. */
  settle(created: readonly ObjectRef[]): void {
    if (created.length > 0) this.set(inventoryUnion(this.before, created.map(inventoryEntry)))
    else this.draft.status.inventory = this.#found
  }
}
