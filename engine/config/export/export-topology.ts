/**
 * A topology as files that Apache's RocketMQ runs with: a folder, shell scripts, systemd units, docker compose. Every export
 * holds each property file as it is, so `readFolder` gives the topology back.
 */
import { checkTopology } from '../topology-check.ts'
import type { ExportedFile, ExportFormat, TopologyFiles } from '../topology-files.ts'
import { exportCompose } from './export-compose.ts'
import { exportFolder } from './export-folder.ts'
import { exportScripts } from './export-script.ts'
import { exportSystemd } from './export-systemd.ts'

const EXPORTERS: Readonly<Record<ExportFormat, (topology: TopologyFiles) => ExportedFile[]>> = {
  folder: exportFolder,
  script: exportScripts,
  systemd: exportSystemd,
  compose: exportCompose,
}

/** @throws {EngineError} 'bad-config' for names that cannot stand in a file. */
export function exportTopology(topology: TopologyFiles, format: ExportFormat): ExportedFile[] {
  checkTopology(topology)
  return EXPORTERS[format](topology)
}
