{{- define "hull.crews" -}}
{{- $sorts := dict "boat" "Deployment" "rota" "CronJob" -}}
{{- if not (hasKey $sorts .sort) }}{{ fail (printf "crew %s: no sort %q, only %s" .id .sort (keys $sorts | sortAlpha | join ", ")) }}{{ end -}}
{{- $pod := include "hull.pod" . -}}
kind: {{ get $sorts .sort }}
apiVersion: {{ eq .sort "rota" | ternary "batch/v1" "apps/v1" }}
metadata:
  name: {{ include "hull.named" . }}
  annotations: {{- include "hull.marks" . | nindent 4 }}
spec:
{{- if eq .sort "rota" }}
  schedule: {{ .one.when | squote }}
  jobTemplate: {spec: {template: {spec: {{- $pod | fromYaml | toJson | nindent 6 }}}}}
{{- else }}
  {{- if hasKey .one "seats" }}
  replicas: {{ .one.seats }}
  {{- end }}
  selector: {matchLabels: {crew: {{ .id }}}}
  template:
    metadata: {labels: {crew: {{ .id }}}, annotations: {sum: {{ sha1sum $pod | substr 0 8 }}}}
    spec: {{- $pod | nindent 6 }}
{{- end }}
{{- end -}}

{{- define "hull.pod" -}}
{{- $hands := dict }}{{ range $name, $hand := .one.hands }}{{ if $hand }}{{ $_ := set $hands $name $hand }}{{ end }}{{ end -}}
{{- if empty $hands }}{{ printf "crew %s has no hands" .id | fail }}{{ end -}}
{{- $crew := . -}}
{{- $late := list -}}
containers:
{{- range $name := keys $hands | sortAlpha }}
{{- $hand := get $hands $name }}
{{- if $hand.after }}{{ $late = append $late $name }}{{ continue }}{{ end }}
- {{ include "hull.hand" (dict "crew" $crew "name" $name "hand" $hand) | trim | indent 2 | trim }}
{{- end }}
{{- range $late }}
- {{ include "hull.hand" (dict "crew" $crew "name" . "hand" (get $hands .)) | trim | indent 2 | trim }}
{{- end }}
{{- with include "hull.room" . | trim }}
volumes: {{- . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "hull.hand" -}}
{{- $boat := .crew.boat }}{{ $hand := .hand -}}
name: {{ .name }}
image: {{ printf "%s:%v" (required (printf "hand %s: from where?" .name) $hand.from.where) (dig "which" $boat.Chart.AppVersion $hand.from) | quote }}
{{- with dig "from" "pull" "" $hand }}
imagePullPolicy: {{ . }}
{{- end }}
{{- if kindIs "string" $hand.does }}
command: [sh, -c, {{ tpl $hand.does $boat | quote }}]
{{- else if kindIs "slice" $hand.does }}
command: {{- tpl (toYaml $hand.does) $boat | nindent 0 }}
{{- end }}
{{- range $index, $word := $hand.says }}
{{- if eq $index 0 }}
args:
{{- end }}
- {{ tpl (toString $word) $boat | quote }}
{{- end }}
{{- with include "hull.knows" (dict "boat" $boat "knows" $hand.knows) | fromYamlArray }}
env: {{- toYaml . | nindent 0 }}
{{- end }}
{{- range $check, $field := dict "live" "livenessProbe" "ready" "readinessProbe" "begin" "startupProbe" }}
{{- with index ($hand.checks | default dict) $check }}
{{ $field }}:
  {{- if .raw }}{{ .raw | toYaml | nindent 2 }}
  {{- else if .get }}
  httpGet: {path: {{ .get }}, port: {{ .open }}}
  {{- else }}
  tcpSocket: {{ dict "port" .open | toJson }}
  {{- end }}
{{- end }}
{{- end }}
{{- with $hand.needs }}
resources: {{ toYaml . | nindent 2 }}
{{- end }}
{{- $seen := list }}
{{- range $id, $hold := $boat.Values.holds }}
  {{- range $hold.seen }}{{ $seen = append $seen (dict "name" $id "mountPath" (.at | default (printf "/%s" $id))) }}{{ end }}
  {{- range dig "only" $.crew.id $.name list $hold }}{{ $seen = prepend $seen (dict "name" $id "mountPath" .at "subPath" .part) }}{{ end }}
{{- end }}
{{- if $seen }}
volumeMounts: {{- toYaml $seen | nindent 0 }}
{{- end }}
{{- end -}}

{{- define "hull.knows" -}}
{{- $boat := .boat -}}
{{- if kindIs "slice" .knows -}}
{{- range .knows }}
- {name: {{ .name }}, value: {{ tpl (.value | toString) $boat | quote }}}
{{- end -}}
{{- else -}}
{{- range $name, $value := .knows -}}
{{- $kind := kindOf $value }}
{{- if eq $kind "map" }}
- {{ merge (dict "name" $name) $value | toJson }}
{{- else if has $kind (list "string" "bool" "float64" "int64") }}
- {name: {{ $name }}, value: {{ tpl (toString $value) $boat | toJson }}}
{{- else if ne $kind "invalid" }}
{{- cat "what is" $name "of kind" $kind "?" | fail }}
{{- end }}
{{- end -}}
{{- end -}}
{{- end -}}
