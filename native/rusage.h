// struct rusage as JavaScript has it: the C names less `ru_`, times in seconds.
// What Linux never fills in (ru_ixrss, ru_nswap, …) is left out.
#pragma once

#include <napi.h>
#include <sys/resource.h>

namespace posix_proc {

inline Napi::Object Rusage(Napi::Env env, const rusage& usage) {
  auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_usec) / 1e6;
  };
  Napi::Object object = Napi::Object::New(env);
  auto set = [&](const char* name, double value) { object.Set(name, value); };
  set("utime", seconds(usage.ru_utime));
  set("stime", seconds(usage.ru_stime));
  set("maxrss", static_cast<double>(usage.ru_maxrss));
  set("minflt", static_cast<double>(usage.ru_minflt));
  set("majflt", static_cast<double>(usage.ru_majflt));
  set("inblock", static_cast<double>(usage.ru_inblock));
  set("oublock", static_cast<double>(usage.ru_oublock));
  set("nvcsw", static_cast<double>(usage.ru_nvcsw));
  set("nivcsw", static_cast<double>(usage.ru_nivcsw));
  return object;
}

}  // namespace posix_proc
