{
  "targets": [
    {
      "target_name": "posix-proc",
      "conditions": [
        ["OS != 'linux'", { "type": "none" }],
        ["OS == 'linux'", {
          "sources": ["<!@(node scripts/native-files.js sources)"],
          "conditions": [
            ["target_arch != 'x64'", {
              "sources/": [["exclude", "^native/fork/"]]
            }]
          ],
          "include_dirs": [
            "native",
            "<!(node -p \"require('node-addon-api').include_dir\")"
          ],
          "defines": [
            "NAPI_VERSION=8",
            "NAPI_DISABLE_CPP_EXCEPTIONS",
            # A Worker that is being terminated takes no exception: not fatal.
            "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS",
            "POSIX_PROC_SOURCE_HASH=\"<!(node scripts/native-files.js hash)\""
          ],
          "cflags": ["-fvisibility=hidden", "-Wall", "-Wextra"],
          "cflags!": ["-Wno-unused-parameter"],
          "cflags_cc": ["-std=c++17", "-fno-exceptions", "-fno-rtti"],
          "cflags_cc!": ["-std=gnu++17", "-std=gnu++20"],
          # Never unloaded: fork's signal handler outlives whoever loaded it.
          "ldflags": ["-Wl,-z,nodelete"],
          "configurations": {
            "Release": { "cflags": ["-O2"], "cflags!": ["-O3"] }
          }
        }]
      ]
    }
  ]
}
