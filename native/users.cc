// getpwnam(3), getpwuid(3), getgrnam(3), getgrgid(3), by their reentrant forms:
// Node's threads look users up as well.
//
// glibc asks whatever nsswitch.conf(5) names, a server perhaps, and there is no
// descriptor to poll meanwhile: the asynchronous forms take a thread of libuv's
// pool.

#include <grp.h>
#include <pwd.h>

#include <atomic>
#include <memory>
#include <string>

#include "seam.h"

namespace posix_proc {
namespace {

enum Kind { kPwnam, kPwuid, kGrnam, kGrgid };

struct Lookup {
  Kind kind;
  std::string name;
  uint32_t id = 0;

  int error = 0;
  passwd user;
  group members;
  bool found = false;
  std::vector<char> text;  // that the two point into
};

Lookup Asked(Kind kind, const Napi::Value& key) {
  Lookup lookup;
  lookup.kind = kind;
  if (kind == kPwnam || kind == kGrnam)
    lookup.name = CString(key);
  else
    lookup.id = key.As<Napi::Number>().Uint32Value();
  return lookup;
}

int Once(Lookup* lookup) {
  passwd* user = nullptr;
  group* members = nullptr;
  char* text = lookup->text.data();
  size_t size = lookup->text.size();
  int error = 0;
  switch (lookup->kind) {
    case kPwnam:
      error =
          getpwnam_r(lookup->name.c_str(), &lookup->user, text, size, &user);
      break;
    case kPwuid:
      error = getpwuid_r(lookup->id, &lookup->user, text, size, &user);
      break;
    case kGrnam:
      error = getgrnam_r(lookup->name.c_str(), &lookup->members, text, size,
                         &members);
      break;
    case kGrgid:
      error = getgrgid_r(lookup->id, &lookup->members, text, size, &members);
  }
  lookup->found = user || members;
  return error;
}

void Find(Lookup* lookup) {
  lookup->text.resize(1024);
  int error;
  while ((error = Once(lookup)) == ERANGE || error == EINTR)
    if (error == ERANGE) lookup->text.resize(2 * lookup->text.size());
  // Some sources say so when there is none.
  if (error != ENOENT && error != ESRCH) lookup->error = error;
}

Napi::Value Text(Napi::Env env, const char* text) {
  return Napi::String::New(env, text ? text : "");
}

// The entry, null, or a throw.
Napi::Value Entry(Napi::Env env, const Lookup& lookup) {
  static const char* const kNames[] = {"getpwnam_r", "getpwuid_r", "getgrnam_r",
                                       "getgrgid_r"};
  if (lookup.error) return ThrowErrno(env, lookup.error, kNames[lookup.kind]);
  if (!lookup.found) return env.Null();
  Napi::Object entry = Napi::Object::New(env);
  if (lookup.kind == kPwnam || lookup.kind == kPwuid) {
    const passwd& user = lookup.user;
    entry.Set("name", Text(env, user.pw_name));
    entry.Set("passwd", Text(env, user.pw_passwd));
    entry.Set("uid", user.pw_uid);
    entry.Set("gid", user.pw_gid);
    entry.Set("gecos", Text(env, user.pw_gecos));
    entry.Set("dir", Text(env, user.pw_dir));
    entry.Set("shell", Text(env, user.pw_shell));
  } else {
    const group& found = lookup.members;
    Napi::Array mem = Napi::Array::New(env);
    for (uint32_t i = 0; found.gr_mem[i]; i++)
      mem.Set(i, Text(env, found.gr_mem[i]));
    entry.Set("name", Text(env, found.gr_name));
    entry.Set("passwd", Text(env, found.gr_passwd));
    entry.Set("gid", found.gr_gid);
    entry.Set("mem", mem);
  }
  return entry;
}

template <Kind kind>
Napi::Value Sync(const Napi::CallbackInfo& info) {
  Lookup lookup = Asked(kind, info[0]);
  Find(&lookup);
  return Entry(info.Env(), lookup);
}

// Owned by JavaScript and by the work under way, for a Worker may end between.
// (std::shared_ptr needs a glibc that is newer than our floor.)
struct Shared {
  Lookup lookup;
  std::atomic<int> owners{2};
};

void Release(Shared* shared) {
  if (--shared->owners == 0) delete shared;
}

struct Work {
  Shared* shared;
  Napi::FunctionReference callback;
  napi_async_work work;
  ~Work() { Release(shared); }
};

void Run(napi_env, void* data) {
  Find(&static_cast<Work*>(data)->shared->lookup);
}

void Finish(napi_env env, napi_status, void* data) {
  std::unique_ptr<Work> work(static_cast<Work*>(data));
  // By Node-API itself, as in CallFromLoop(): a Worker may be ending.
  napi_call_function(env, Napi::Env(env).Global(), work->callback.Value(), 0,
                     nullptr, nullptr);
  napi_delete_async_work(env, work->work);
}

// getpwnamAsync(key, callback) → handle. As soon as the callback has been
// called, lookedUp(handle) is what getpwnam(key) would have been.
template <Kind kind>
Napi::Value Async(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  auto* shared = new Shared{Asked(kind, info[0])};
  auto* work =
      new Work{shared, Napi::Persistent(info[1].As<Napi::Function>()), nullptr};
  napi_create_async_work(env, nullptr,
                         Napi::String::New(env, "posix-proc.lookup"), Run,
                         Finish, work, &work->work);
  napi_queue_async_work(env, work->work);
  return Napi::External<Shared>::New(
      env, shared, [](Napi::Env, Shared* shared) { Release(shared); });
}

Napi::Value LookedUp(const Napi::CallbackInfo& info) {
  return Entry(info.Env(), info[0].As<Napi::External<Shared>>().Data()->lookup);
}

}  // namespace

void InitUsers(Napi::Object exports) {
  Export<Sync<kPwnam>>(exports, "getpwnam");
  Export<Sync<kPwuid>>(exports, "getpwuid");
  Export<Sync<kGrnam>>(exports, "getgrnam");
  Export<Sync<kGrgid>>(exports, "getgrgid");
  Export<Async<kPwnam>>(exports, "getpwnamAsync");
  Export<Async<kPwuid>>(exports, "getpwuidAsync");
  Export<Async<kGrnam>>(exports, "getgrnamAsync");
  Export<Async<kGrgid>>(exports, "getgrgidAsync");
  Export<LookedUp>(exports, "lookedUp");
}

}  // namespace posix_proc
