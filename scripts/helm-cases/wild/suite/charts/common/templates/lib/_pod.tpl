{{- define "common.lib.pod.getOption" -}}
  {{- $root := .ctx.rootContext -}}
  {{- $controller := .ctx.controllerObject -}}
  {{- $option := .option -}}
  {{- $default := default "" .default -}}
  {{- $value := $default -}}
  {{- $defaultOption := get (default dict $root.Values.defaultPodOptions) $option -}}
  {{- if kindIs "bool" $defaultOption -}}{{- $value = $defaultOption -}}{{- else if not (empty $defaultOption) -}}{{- $value = $defaultOption -}}{{- end -}}
  {{- $podOption := get (default dict $controller.pod) $option -}}
  {{- if kindIs "bool" $podOption -}}
    {{- $value = $podOption -}}
  {{- else if kindIs "map" $podOption -}}
    {{- $strategy := default "overwrite" $root.Values.defaultPodOptionsStrategy -}}
    {{- if eq "merge" $strategy -}}{{- $value = merge $podOption (ternary $value dict (kindIs "map" $value)) -}}{{- else if eq "overwrite" $strategy -}}{{- $value = $podOption -}}{{- else -}}{{- fail (printf "defaultPodOptionsStrategy %q" $strategy) -}}{{- end -}}
  {{- else if not (empty $podOption) -}}
    {{- $value = $podOption -}}
  {{- end -}}
  {{- if kindIs "bool" $value -}}{{- $value | toYaml -}}{{- else if not (empty $value) -}}{{- $value | toYaml -}}{{- end -}}
{{- end -}}
{{- define "common.lib.pod.spec" -}}
  {{- $ctx := . -}}
  {{- range $option := list "enableServiceLinks" "hostIPC" "automountServiceAccountToken" "terminationGracePeriodSeconds" "affinity" "securityContext" "tolerations" "hostAliases" }}
    {{- with (include "common.lib.pod.getOption" (dict "ctx" $ctx "option" $option)) }}
      {{- $lines := splitList "\n" . -}}
      {{- if or (gt (len $lines) 1) (contains ": " .) (hasPrefix "- " .) }}
{{ $option }}: {{ . | nindent 2 }}
      {{- else }}
{{ $option }}: {{ . | trim }}
      {{- end }}
    {{- end }}
  {{- end }}
  {{- $containers := include "common.lib.enabled" (dict "rootContext" .rootContext "resources" .controllerObject.containers) | fromYaml -}}
  {{- $graph := dict -}}
  {{- range $name, $c := $containers -}}
    {{- $deps := $c.dependsOn -}}
    {{- if kindIs "string" $deps -}}{{- $deps = list $deps -}}{{- end -}}
    {{- $_ := set $graph $name ($deps | default list) -}}
  {{- end -}}
  {{- $args := dict "graph" $graph "out" list -}}
  {{- include "common.lib.kahn" $args -}}
  {{- $result := get $args "out" | default list }}
containers:
  {{- range $name := concat $result (keys $containers | sortAlpha) | uniq }}
  {{- $c := get $containers $name }}
  - name: {{ $name }}
    image: {{ printf "%s:%v%s" (tpl (required (printf "No image repository specified for container. (container: %s)" $name) (dig "image" "repository" "" $c)) $ctx.rootContext) (dig "image" "tag" "" $c) (ternary (printf "@%s" (dig "image" "digest" "" $c)) "" (dig "image" "digest" "" $c | empty | not)) | quote }}
    {{- with (include "common.lib.env" (dict "rootContext" $ctx.rootContext "env" $c.env) | fromYamlArray) }}
    env: {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- range $type, $probe := pick ($c.probes | default dict) "liveness" "readiness" "startup" }}
    {{- if $probe.enabled }}
    {{ $type }}Probe:
      {{- if $probe.custom }}
      {{- $probe.spec | toYaml | nindent 6 }}
      {{- else }}
      {{- $spec := dict "initialDelaySeconds" (($probe.spec).initialDelaySeconds | default 0) "failureThreshold" (($probe.spec).failureThreshold | default 3) }}
      {{- $kind := eq ($probe.type | default "TCP") "HTTP" | ternary "httpGet" "tcpSocket" }}
      {{- $_ := set $spec $kind (dict "port" (tpl ($probe.port | toString) $ctx.rootContext | int)) }}
      {{- if eq $kind "httpGet" }}{{ $_ := set (get $spec $kind) "path" ($probe.path | default "/") }}{{ end }}
      {{- toYaml $spec | nindent 6 }}
      {{- end }}
    {{- end }}
    {{- end }}
    {{- with (include "common.lib.mounts" (dict "rootContext" $ctx.rootContext "container" $name "controller" $ctx.controllerObject.identifier)) | trim }}
    volumeMounts: {{- . | nindent 6 }}
    {{- end }}
  {{- end }}
{{- end -}}
{{- define "common.lib.kahn" -}}
  {{- $graph := .graph -}}
  {{- if empty $graph -}}{{- else -}}
  {{- $S := list -}}
  {{- range $node, $edges := $graph -}}{{- if empty $edges -}}{{- $S = append $S $node -}}{{- end -}}{{- end -}}
  {{- if empty $S -}}{{- fail (printf "Graph is cyclic or has bad edge definitions. Remaining graph is:\n%s" ( $graph | toYaml )) -}}{{- end -}}
  {{- $n := first $S -}}
  {{- $_ := unset $graph $n -}}
  {{- range $node, $edges := $graph -}}
    {{- $_ := set $graph $node (without $edges $n) -}}
  {{- end -}}
  {{- $args := dict "graph" $graph "out" list -}}
  {{- include "common.lib.kahn" $args -}}
  {{- $_ = set . "out" (concat (list $n) $args.out) -}}
  {{- end -}}
{{- end -}}
{{- define "common.lib.env" -}}
  {{- $root := .rootContext -}}
  {{- $vars := dict -}}
  {{- $order := list -}}
  {{- $env := .env -}}
  {{- if kindIs "slice" $env -}}
    {{- $map := dict -}}
    {{- range $i, $e := $env -}}
      {{- $_ := set $map (printf "%03d-%s" $i $e.name) $e -}}
    {{- end -}}
    {{- $env = $map -}}
  {{- end -}}
  {{- range $name, $value := $env -}}
    {{- $item := dict "name" (regexReplaceAll "^[0-9]{3}-" $name "") -}}
    {{- if kindIs "map" $value -}}
      {{- if hasKey $value "value" -}}{{- $_ := set $item "value" (ternary (tpl (toString $value.value) $root) (toString $value.value) (kindIs "string" $value.value)) -}}
      {{- else if or (hasKey $value "valueFrom") -}}{{- $_ := set $item "valueFrom" (tpl (toYaml $value.valueFrom) $root | fromYaml) -}}
      {{- else -}}{{- $_ := set $item "valueFrom" (omit $value "dependsOn" "name") -}}{{- end -}}
    {{- else if kindIs "string" $value -}}{{- $_ := set $item "value" (tpl $value $root) -}}
    {{- else if or (kindIs "float64" $value) (kindIs "int64" $value) (kindIs "bool" $value) -}}{{- $_ := set $item "value" ($value | toString) -}}
    {{- else -}}{{- $item = dict -}}{{- end -}}
    {{- if $item -}}{{- $order = append $order $item -}}{{- end -}}
  {{- end -}}
  {{- if $order -}}{{- $order | toYaml -}}{{- end -}}
{{- end -}}
{{- define "common.lib.mounts" -}}
  {{- $root := .rootContext -}}
  {{- $volumeMounts := list -}}
  {{- range $id, $p := include "common.lib.enabled" (dict "rootContext" $root "resources" $root.Values.persistence) | fromYaml -}}
    {{- $hasGlobal := not (empty $p.globalMounts) -}}
    {{- $mounts := list -}}
    {{- if $hasGlobal -}}{{- $mounts = $p.globalMounts -}}
    {{- else if $p.advancedMounts -}}{{- $mounts = dig $.controller $.container list $p.advancedMounts -}}
    {{- else -}}{{- $mounts = list (dict "path" (printf "/%s" $id)) -}}{{- end -}}
    {{- range $mounts -}}
      {{- $m := dict "name" $id "mountPath" (tpl (.path | default $p.hostPath) $root) -}}
      {{- with .subPath -}}{{- $_ := set $m "subPath" (tpl . $root) -}}{{- end -}}
      {{- if .readOnly -}}{{- $_ := set $m "readOnly" true -}}{{- end -}}
      {{- $volumeMounts = append $volumeMounts $m -}}
    {{- end -}}
  {{- end -}}
  {{- if $volumeMounts -}}{{- toYaml $volumeMounts -}}{{- end -}}
{{- end -}}
