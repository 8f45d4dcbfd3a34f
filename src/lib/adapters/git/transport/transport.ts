import type {PktReader} from '../protocol/pkt-line.js'
import {type Advertisement, type FetchRequest, fetchRequest, readPack} from '../protocol/upload-pack.js'

export type ServiceName = 'git-upload-pack' | 'git-receive-pack'

/** One service of a server for one repository. */
export interface GitService {
  /** What the server has; only of a service that receives it may be nothing. */
  advertise(signal?: AbortSignal): Promise<Advertisement>
  /** Sends a request and reads its answer. */
  exchange<T>(body: Uint8Array, read: (reader: PktReader) => Promise<T>, signal?: AbortSignal): Promise<T>
  close(): void
}

/** One server's upload-pack service for one repository. */
export interface UploadPack {
  advertise(signal?: AbortSignal): Promise<Advertisement>
  /** The pack's bytes. */
  fetch(request: FetchRequest, advertised: Advertisement, signal?: AbortSignal): Promise<Buffer>
  close(): void
}

export function uploadPack(service: GitService): UploadPack {
  return {
    advertise: (signal) => service.advertise(signal),
    fetch: (request, advertised, signal) =>
      service.exchange(fetchRequest(request, advertised), (reader) => readPack(reader, request, advertised), signal),
    close: () => service.close(),
  }
}
