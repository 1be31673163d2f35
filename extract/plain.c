/* C's functions, called with plain numbers: what ctypes.PYFUNCTYPE does, without its work on every argument.

A Function holds an address and one of the signatures below, and is as quick to call as a function of Python's own.
Pointers are whole numbers, None for a null pointer, or bytes that are only read. The interpreter's lock is kept, so that nothing else runs meanwhile.
Only a compiled wheel has this module; see calls.py, which makes all its functions.
*/
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <limits.h>
#include <stddef.h>
#include <string.h>

typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    void (*address)(void);
} Function;

/* What a letter of a signature stands for: a type of C's, how it is read from Python and how it is given back. */
typedef void *p_type;         /* a pointer */
typedef int i_type;
typedef unsigned int I_type;
typedef unsigned long L_type;
typedef unsigned long long Q_type;
typedef float f_type;
typedef double d_type;

static p_type p_read(PyObject *given)
{
    if (PyBytes_Check(given))
        return PyBytes_AS_STRING(given);
    return given == Py_None ? NULL : PyLong_AsVoidPtr(given);
}

static i_type i_read(PyObject *given)
{
    long number = PyLong_AsLong(given);
    if (number < INT_MIN || number > INT_MAX)
        PyErr_SetString(PyExc_OverflowError, "larger than a C int");
    return (int)number;
}

static L_type L_read(PyObject *given) { return PyLong_AsUnsignedLong(given); }
static Q_type Q_read(PyObject *given) { return PyLong_AsUnsignedLongLong(given); }

static I_type I_read(PyObject *given)
{
    unsigned long number = PyLong_AsUnsignedLong(given);
    if (number > UINT_MAX && !PyErr_Occurred())
        PyErr_SetString(PyExc_OverflowError, "larger than a C unsigned int");
    return (unsigned int)number;
}

static f_type f_read(PyObject *given) { return (float)PyFloat_AsDouble(given); }

static PyObject *p_give(p_type found) { return found ? PyLong_FromVoidPtr(found) : Py_NewRef(Py_None); }
static PyObject *i_give(i_type found) { return PyLong_FromLong(found); }
static PyObject *L_give(L_type found) { return PyLong_FromUnsignedLong(found); }
static PyObject *Q_give(Q_type found) { return PyLong_FromUnsignedLongLong(found); }
static PyObject *d_give(d_type found) { return PyFloat_FromDouble(found); }

static int as_many(size_t given, PyObject *names, Py_ssize_t wanted)
{
    if (PyVectorcall_NARGS(given) == wanted && names == NULL)
        return 1;
    PyErr_Format(PyExc_TypeError, "%zd plain arguments are wanted", wanted);
    return 0;
}

#define HEAD(name, count)                                                                             \
    static PyObject *name(PyObject *self, PyObject *const *given, size_t number, PyObject *names)     \
    {                                                                                                 \
        if (!as_many(number, names, count))                                                           \
            return NULL;
#define READ(T, i) T##_type value##i = T##_read(given[i])
#define CALL(R, types, values)                                                                        \
        if (PyErr_Occurred())                                                                         \
            return NULL;                                                                              \
        return R##_give(((R##_type(*) types)((Function *)self)->address) values);                     \
    }
#define TAKES_1(R, A)                                                                                 \
    HEAD(R##_##A, 1) READ(A, 0);                                                                      \
    CALL(R, (A##_type), (value0))
#define TAKES_2(R, A, B)                                                                              \
    HEAD(R##_##A##B, 2) READ(A, 0); READ(B, 1);                                                       \
    CALL(R, (A##_type, B##_type), (value0, value1))
#define TAKES_3(R, A, B, C)                                                                           \
    HEAD(R##_##A##B##C, 3) READ(A, 0); READ(B, 1); READ(C, 2);                                        \
    CALL(R, (A##_type, B##_type, C##_type), (value0, value1, value2))
#define TAKES_4(R, A, B, C, D)                                                                        \
    HEAD(R##_##A##B##C##D, 4) READ(A, 0); READ(B, 1); READ(C, 2); READ(D, 3);                         \
    CALL(R, (A##_type, B##_type, C##_type, D##_type), (value0, value1, value2, value3))
#define TAKES_5(R, A, B, C, D, E)                                                                     \
    HEAD(R##_##A##B##C##D##E, 5) READ(A, 0); READ(B, 1); READ(C, 2); READ(D, 3); READ(E, 4);          \
    CALL(R, (A##_type, B##_type, C##_type, D##_type, E##_type), (value0, value1, value2, value3, value4))

TAKES_1(i, p)
TAKES_1(p, p)
TAKES_2(d, p, i)
TAKES_2(i, p, i)
TAKES_2(i, p, p)
TAKES_2(p, p, L)
TAKES_2(p, p, i)
TAKES_2(p, p, p)
TAKES_3(L, p, p, L)
TAKES_3(Q, p, p, Q) /* where a size is longer than a long */
TAKES_3(i, p, i, p)
TAKES_3(i, p, p, p)
TAKES_3(p, p, i, i)
TAKES_4(i, p, I, f, p)
TAKES_4(i, p, i, i, p)
TAKES_4(i, p, i, p, p)
TAKES_4(i, p, p, L, p)
TAKES_5(i, p, p, p, p, p)

static const struct {
    const char *signature; /* the result, then the arguments */
    vectorcallfunc call;
} KNOWN[] = {
    {"i_p", i_p},       {"p_p", p_p},       {"d_pi", d_pi},     {"i_pi", i_pi},     {"i_pp", i_pp},       {"p_pL", p_pL},
    {"p_pi", p_pi},     {"p_pp", p_pp},     {"L_ppL", L_ppL},   {"i_pip", i_pip},   {"i_ppp", i_ppp},     {"p_pii", p_pii},
    {"i_pIfp", i_pIfp}, {"i_piip", i_piip}, {"i_pipp", i_pipp}, {"i_ppLp", i_ppLp}, {"i_ppppp", i_ppppp}, {"Q_ppQ", Q_ppQ},
};

static PyObject *made(PyTypeObject *type, PyObject *given, PyObject *names)
{
    static char *words[] = {"address", "signature", NULL};
    PyObject *address;
    const char *signature;
    if (!PyArg_ParseTupleAndKeywords(given, names, "Os:Function", words, &address, &signature))
        return NULL;
    void *found = PyLong_AsVoidPtr(address);
    if (found == NULL) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "there is no function at a null pointer");
        return NULL;
    }
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        if (strcmp(KNOWN[i].signature, signature) != 0)
            continue;
        Function *function = (Function *)type->tp_alloc(type, 0);
        if (function != NULL) {
            function->call = KNOWN[i].call;
            memcpy(&function->address, &found, sizeof found);
        }
        return (PyObject *)function;
    }
    return PyErr_Format(PyExc_ValueError, "no function of the signature %s is known", signature);
}

static PyTypeObject FunctionType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "extract.plain.Function",
    .tp_doc = "A function of C's by its address and signature.",
    .tp_basicsize = sizeof(Function),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_new = made,
    .tp_call = PyVectorcall_Call,
    .tp_vectorcall_offset = offsetof(Function, call),
};

static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, .m_name = "extract.plain", .m_size = -1};

PyMODINIT_FUNC PyInit_plain(void)
{
    if (PyType_Ready(&FunctionType) < 0)
        return NULL;
    PyObject *module = PyModule_Create(&MODULE);
    if (module != NULL && PyModule_AddObjectRef(module, "Function", (PyObject *)&FunctionType) < 0)
        Py_CLEAR(module);
    return module;
}
