#!/bin/bash
[[ -f $REDIS_PASSWORD_FILE ]] && export REDIS_PASSWORD="$(< "${REDIS_PASSWORD_FILE}")"
ARGS=("--port" "{{ .Values.master.containerPorts.redis }}")
{{- range .Values.master.extraFlags }}
ARGS+=({{ . | quote }})
{{- end }}
{{- if not (eq .Values.architecture "standalone") }}
# {{ .Values.replica.replicaCount }} followers
{{- end }}
exec redis-server "${ARGS[@]}"
