import type {Advertisement, FetchRequest} from '../protocol/upload-pack.js'

/** One server's upload-pack service for one repository. */
export interface UploadPack {
  advertise(signal?: AbortSignal): Promise<Advertisement>
  /** The pack's bytes. */
  fetch(request: FetchRequest, advertised: Advertisement, signal?: AbortSignal): Promise<Buffer>
  close(): void
}
