{{- /* The secret that is there already, the one that is given, or one that can be told from the name */ -}}
{{- define "dough.secret" -}}
{{- $seen := lookup "v1" "Secret" .top.Release.Namespace .in -}}
{{- $given := "" -}}
{{- range .paths -}}
{{- $here := $.top.Values -}}
{{- range splitList "." . -}}
{{- if and $here (not (kindIs "map" $here)) }}{{ fail (cat "no way to" . "in values") }}{{ end -}}
{{- $here = get ($here | default dict) . -}}
{{- end -}}
{{- $given = coalesce $given ($here | default "" | toString) -}}
{{- end -}}
{{- if and $seen (hasKey ($seen.data | default dict) .key) -}}
{{ get $seen.data .key | quote }}
{{- else if $given -}}
{{ $given | b64enc | quote }}
{{- else if .strict -}}
{{ required (printf "%s of %s: give one of %s" .key .in (join " or " .paths)) nil }}
{{- else -}}
{{ printf "%s/%s" .in .key | sha256sum | trunc 20 | b64enc | quote }}
{{- end -}}
{{- end -}}
{{- define "dough.near" -}}
{{- $term := dict "topologyKey" (.by | default "kubernetes.io/hostname") "labelSelector" (dict "matchLabels" (.labels | fromYaml)) -}}
{{- if eq .sort "soft" -}}
preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {{ toJson $term }}}]
{{- else if eq .sort "hard" -}}
requiredDuringSchedulingIgnoredDuringExecution: [{{ toJson $term }}]
{{- else -}}
{}
{{- end -}}
{{- end -}}
