{{- define "common.loader.generate" -}}
  {{- $root := $ -}}
  {{- $controllers := include "common.lib.enabled" (dict "rootContext" $ "resources" .Values.controllers) | fromYaml -}}
  {{- range $id, $raw := $controllers }}
    {{- $obj := include "common.lib.valueToObject" (dict "rootContext" $root "id" $id "values" $raw "itemCount" (len $controllers) "defaults" (dict "type" "deployment" "pod" (dict "x" 1))) | fromYaml }}
    {{- include (printf "common.class.%s" ($obj.type | lower)) (dict "rootContext" $root "object" $obj) | nindent 0 }}
  {{- end }}
  {{- $services := include "common.lib.enabled" (dict "rootContext" $ "resources" .Values.service) | fromYaml -}}
  {{- $primary := "" -}}
  {{- range $id, $s := $services -}}{{- if and (hasKey $s "primary") $s.primary -}}{{- $primary = $id -}}{{- end -}}{{- end -}}
  {{- if not $primary -}}{{- $primary = keys $services | sortAlpha | first -}}{{- end -}}
  {{- range $id, $s := $services }}
    {{- $obj := include "common.lib.valueToObject" (dict "rootContext" $root "id" $id "values" $s "itemCount" (len $services)) | fromYaml }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $obj.name }}
  {{- include "common.lib.metadata" (dict "rootContext" $root "values" $obj) | nindent 2 }}
spec:
  type: {{ $obj.type | default "ClusterIP" }}
  ports:
  {{- $ports := dict }}
  {{- range $name, $port := $obj.ports }}
    {{- if not (eq ($port.enabled | toString) "false") }}
    {{- $_ := set $ports $name $port }}
    {{- end }}
  {{- end }}
  {{- range $name := keys $ports | sortAlpha }}
  {{- $port := get $ports $name }}
  - port: {{ $port.port }}
    targetPort: {{ $port.targetPort | default $name }}
    {{- with $port.protocol }}
    {{- if or ( eq . "HTTP" ) ( eq . "HTTPS" ) ( eq . "TCP" ) }}
    protocol: TCP
    {{- else }}
    protocol: {{ . }}
    {{- end }}
    {{- else }}
    protocol: TCP
    {{- end }}
    name: {{ $name }}
    {{- if (not (empty $port.nodePort)) }}
    nodePort: {{ $port.nodePort }}
    {{- end }}
  {{- else }}
  - {port: 1}
  {{- end }}
  selector: {app.kubernetes.io/controller: {{ $obj.controller | default (keys $controllers | sortAlpha | first) }}, primary: {{ eq $id $primary | quote }}}
  {{- end }}
  {{- range $id, $c := include "common.lib.enabled" (dict "rootContext" $ "resources" .Values.configMaps) | fromYaml }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "common.lib.determineResourceNameFromValues" (dict "rootContext" $root "id" $id "values" $c "itemCount" (len $root.Values.configMaps)) }}
data:
  {{- range $name, $content := $c.data }}
  {{- if kindIs "string" $content }}
  {{ $name }}: |
    {{- tpl $content $root | nindent 4 }}
  {{- else }}
  {{ $name }}: {{ $content | toPrettyJson | quote }}
  {{- end }}
  {{- end }}
  checksum: {{ $c.data | toYaml | adler32sum }}-{{ toJson $c.data | sha256sum | trunc 8 }}
  {{- end }}
  {{- range $id, $r := .Values.rawResources }}
---
{{ tpl (toYaml (merge (dict "metadata" (dict "name" $id)) $r)) $root }}
  {{- end }}
{{- end -}}
{{- define "common.class.deployment" }}{{ include "common.class.workload" (merge (dict "kind" "Deployment") .) }}{{ end }}
{{- define "common.class.statefulset" }}{{ include "common.class.workload" (merge (dict "kind" "StatefulSet") .) }}{{ end }}
{{- define "common.class.cronjob" }}
{{- $job := .object.cronjob | default dict }}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: {{ .object.name }}}
spec:
  schedule: {{ required (printf "schedule of %s" .object.identifier) $job.schedule | quote }}
  {{- with $job.timeZone }}
  timeZone: {{ . }}
  {{- end }}
  {{- with ternary $job.ttlSecondsAfterFinished nil (hasKey $job "ttlSecondsAfterFinished") }}
  ttl: {{ . }}
  {{- end }}
  jobTemplate: {spec: {template: {spec: {{ include "common.lib.pod.spec" (dict "rootContext" .rootContext "controllerObject" .object) | fromYaml | toJson }}}}}
{{- end }}
{{- define "common.class.workload" }}
---
apiVersion: apps/v1
kind: {{ .kind }}
metadata:
  name: {{ .object.name }}
  {{- include "common.lib.metadata" (dict "rootContext" .rootContext "values" .object) | nindent 2 }}
spec:
  revisionHistoryLimit: {{ dig "revisionHistoryLimit" 3 .object | int }}
  {{- with .object.replicas | default 1 | int }}
  replicas: {{ . }}
  {{- end }}
  {{- $strategy := default "Recreate" .object.strategy }}
  {{- if not (has $strategy (list "Recreate" "RollingUpdate")) }}
    {{- fail (printf "Not a valid strategy type for Deployment. (controller: %s, strategy: %s)" .object.identifier $strategy) }}
  {{- end }}
  strategy: {{ dict "type" $strategy | toJson }}
  template:
    metadata:
      annotations: {checksum: {{ toYaml .rootContext.Values.configMaps | sha256sum }}}
    spec: {{- include "common.lib.pod.spec" (dict "rootContext" .rootContext "controllerObject" .object) | nindent 6 }}
{{- end }}
