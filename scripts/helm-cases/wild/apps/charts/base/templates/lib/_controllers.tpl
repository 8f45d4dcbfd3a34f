{{- define "base.controllers.enabled" -}}
  {{- $rootContext := .rootContext -}}
  {{- $enabled := dict -}}
  {{- range $name, $controller := $rootContext.Values.controllers -}}
    {{- if kindIs "map" $controller -}}
      {{- $on := true -}}
      {{- if hasKey $controller "enabled" -}}
        {{- $on = $controller.enabled -}}
      {{- end -}}
      {{- if $on -}}
        {{- $obj := mustMergeOverwrite (dict "type" "deployment" "identifier" $name) $controller -}}
        {{- $_ := set $enabled $name $obj -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- $enabled | toYaml -}}
{{- end -}}
{{- define "base.controllers.validate" -}}
  {{- $allowed := list "deployment" "cronjob" "statefulset" -}}
  {{- if not (has .object.type $allowed) -}}
    {{- fail (printf "Not a valid controller.type (%s) for controller %s" .object.type .object.identifier) -}}
  {{- end -}}
  {{- if not (keys .object.containers | len) -}}
    {{- fail "no containers" -}}
  {{- end -}}
{{- end -}}
{{- define "base.container.env" -}}
  {{- $ctx := . -}}
  {{- $envList := list -}}
  {{- $env := .env -}}
  {{- if kindIs "slice" $env -}}
    {{- range $env -}}
      {{- $envList = append $envList (dict "name" .name "value" (.value | default "" | toString)) -}}
    {{- end -}}
  {{- else if kindIs "map" $env -}}
    {{- range $name, $value := $env -}}
      {{- if kindIs "map" $value -}}
        {{- $envList = append $envList (merge (dict "name" $name) $value) -}}
      {{- else if kindIs "string" $value -}}
        {{- $envList = append $envList (dict "name" $name "value" (tpl $value $ctx.rootContext)) -}}
      {{- else if or (kindIs "float64" $value) (kindIs "bool" $value) -}}
        {{- $envList = append $envList (dict "name" $name "value" ($value | toString)) -}}
      {{- else if kindIs "invalid" $value -}}
        {{- /* dropped */ -}}
      {{- else -}}
        {{- fail (printf "env %s is a %s" $name (kindOf $value)) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- if $envList -}}
    {{- $envList | toYaml -}}
  {{- end -}}
{{- end -}}
{{- define "base.container.spec" -}}
  {{- $rootContext := .rootContext -}}
  {{- $c := .container -}}
name: {{ .name }}
image: {{ printf "%s:%v" (required (printf "No image repository specified for container %s" .name) (dig "image" "repository" nil $c)) (dig "image" "tag" "latest" $c) | quote }}
{{- with dig "image" "pullPolicy" "" $c }}
imagePullPolicy: {{ . }}
{{- end }}
  {{- with $c.command }}
command:
    {{- if kindIs "string" . }}
  - {{ tpl . $rootContext }}
    {{- else }}
  {{- tpl (toYaml .) $rootContext | nindent 2 }}
    {{- end }}
  {{- end }}
  {{- with $c.args }}
args:
    {{- range . }}
  - {{ tpl (toString .) $rootContext | quote }}
    {{- end }}
  {{- end }}
  {{- with include "base.container.env" (dict "rootContext" $rootContext "env" $c.env) | trim }}
env: {{- . | nindent 2 }}
  {{- end }}
  {{- range $type := list "liveness" "readiness" "startup" -}}
    {{- $probe := dig "probes" $type (dict) $c -}}
    {{- if $probe.enabled -}}
{{ printf "\n%sProbe:" $type }}
      {{- if $probe.custom }}
        {{- $probe.spec | toYaml | nindent 2 }}
      {{- else if eq ($probe.type | default "TCP") "HTTP" }}
  httpGet: {path: {{ $probe.path }}, port: {{ $probe.port }}}
      {{- else }}
  tcpSocket: {port: {{ coalesce $probe.port (dig "env" "PORT" nil $c) 8000 }}}
      {{- end }}
    {{- end }}
  {{- end }}
  {{- with $c.resources }}
resources: {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- $mounts := list -}}
  {{- range $id, $p := $rootContext.Values.persistence -}}
    {{- range $p.globalMounts -}}
      {{- $mounts = append $mounts (merge (dict "name" $id "mountPath" (.path | default (printf "/%s" $id))) (omit . "path")) -}}
    {{- end -}}
    {{- range (dig "advancedMounts" $.controller $.name list $p) -}}
      {{- $mounts = append $mounts (merge (dict "name" $id "mountPath" .path) (omit . "path")) -}}
    {{- end -}}
  {{- end }}
  {{- with $mounts }}
volumeMounts: {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
{{- define "base.pod.spec" -}}
  {{- $rootContext := .rootContext -}}
  {{- $controller := .object -}}
enableServiceLinks: {{ default false $rootContext.Values.defaultPodOptions.enableServiceLinks }}
  {{- with $controller.initContainers }}
initContainers:
    {{- range $name, $c := . }}
  - {{- include "base.container.spec" (dict "rootContext" $rootContext "container" $c "name" $name "controller" $controller.identifier) | nindent 4 }}
    {{- end }}
  {{- end }}
containers:
  {{- range $name := keys $controller.containers | sortAlpha }}
    {{- $c := index $controller.containers $name }}
    {{- if $c }}
  - {{- include "base.container.spec" (dict "rootContext" $rootContext "container" $c "name" $name "controller" $controller.identifier) | trim | nindent 4 }}
    {{- end }}
  {{- end }}
volumes:
  {{- range $id, $p := $rootContext.Values.persistence }}
  - name: {{ $id }}
    {{- if eq $p.type "persistentVolumeClaim" }}
    persistentVolumeClaim: {claimName: {{ printf "%s-%s" $rootContext.Release.Name $id }}}
    {{- else if eq $p.type "secret" }}
    secret: {secretName: {{ tpl $p.name $rootContext }}}
    {{- else }}
    {{ $p.type }}: {{- pick $p "medium" "server" "path" | toYaml | nindent 6 }}
    {{- end }}
  {{- end }}
{{- end -}}
