/** Bodies of `build_model`, with `keras`, `layers`, `ops` and `np` at hand. */
export const STRANGE_MODELS: Readonly<Record<string, string>> = {
  'a layer called three times on other shapes': `
    a, b, c = (keras.Input((n, 4)) for n in (3, 5, 7))
    d = layers.Dense(6, name="shared")
    return keras.Model([a, b, c], [d(a), d(b), d(c)])`,
  'a convolution shared between images of unknown size': `
    a, b = keras.Input((None, None, 3)), keras.Input((32, 32, 3))
    c = layers.Conv2D(4, 3, padding="same")
    return keras.Model([a, b], [c(a), c(c2 := layers.Conv2D(3, 1)(b)), c2])`,
  'a Functional in a Sequential in a Functional': `
    x = keras.Input((8,)); inner = keras.Model(x, layers.Dense(3)(x), name="inner")
    middle = keras.Sequential([keras.Input((8,)), inner, layers.Dense(2)], name="middle")
    s = keras.Input((8,))
    return keras.Model(s, middle(layers.Dense(8)(middle(layers.Dense(8)(s)) + 1)))`,
  'one output of a nested model of two': `
    x = keras.Input((8,)); inner = keras.Model(x, [layers.Dense(3)(x), layers.Dense(4)(x)], name="inner")
    s = keras.Input((8,))
    return keras.Model(s, inner(s)[1])`,
  'a nested model of two inputs called twice': `
    a, b = keras.Input((8,)), keras.Input((4,))
    inner = keras.Model([a, b], layers.Concatenate()([a, b]), name="inner")
    s, t = keras.Input((8,)), keras.Input((4,))
    return keras.Model([s, t], inner([s, layers.Dense(4)(inner([s, t]))]))`,
  'inputs and outputs with names': `
    a, b = keras.Input((8,), name="zebra"), keras.Input((4,), name="ape")
    y = layers.Concatenate()([a, b])
    return keras.Model([a, b], [layers.Dense(1, name="z")(y), layers.Dense(2, name="a")(y)])`,
  'training said at a call': `
    x = keras.Input((8,))
    y = layers.Dropout(0.5)(x, training=True)
    return keras.Model(x, layers.BatchNormalization()(y, training=False))`,
  'a state handed on': `
    x, y = keras.Input((5, 8)), keras.Input((6, 8))
    _, h, c = layers.LSTM(4, return_state=True)(x)
    return keras.Model([x, y], layers.LSTM(4, return_sequences=True)(y, initial_state=[h, c]))`,
  'a state of zeros that is computed': `
    x = keras.Input((5, 8))
    return keras.Model(x, layers.GRU(4)(x, initial_state=layers.Dense(4)(layers.Flatten()(x))))`,
  'scores of attention, with a mask of attention': `
    x, m = keras.Input((5, 8)), keras.Input((5, 5), dtype="bool")
    y, s = layers.MultiHeadAttention(2, 4, value_dim=3)(x, x, attention_mask=m, return_attention_scores=True)
    return keras.Model([x, m], [y, s])`,
  'attention along given axes': `
    x = keras.Input((5, 6, 8))
    return keras.Model(x, layers.MultiHeadAttention(2, 4, attention_axes=(2,))(x, x))`,
  'attention with an output shape': `
    q, v, k = keras.Input((5, 8)), keras.Input((6, 8)), keras.Input((6, 7))
    return keras.Model([q, v, k], layers.MultiHeadAttention(2, 4, output_shape=(3,), use_bias=False)(q, v, k))`,
  'grouped attention': `
    x = keras.Input((5, 8))
    return keras.Model(x, layers.GroupQueryAttention(4, 4, 2)(x, x))`,
  'names of all kinds': `
    first = x = keras.Input((8,), name="x")
    for name in ["keras", "layers", "build_model", "import", "None", "print", "a 'quote'", 'a "double"', "ünï 漢字 🙂", "1st", "a\\\\b", "np", "inputs", "self", "model", "match", "__class__", "tab-dash.dot", "{brace}", "%s", "#comment", "a;b", "False"]:
        x = layers.Dense(3, name=name)(x)
    return keras.Model(first, x)`,
  'mixed precision': `
    x = keras.Input((8, 8, 3))
    y = layers.Conv2D(4, 3, dtype="mixed_float16")(x)
    y = layers.BatchNormalization(dtype="mixed_bfloat16")(y)
    return keras.Model(x, layers.Dense(2, dtype="float64")(layers.Flatten(dtype=keras.DTypePolicy("float32"))(y)))`,
  'initializers with seeds': `
    x = keras.Input((8,))
    k = keras.initializers
    y = layers.Dense(8, kernel_initializer=k.Orthogonal(gain=0.5, seed=3), bias_initializer=k.Constant(0.1))(x)
    y = layers.Dense(8, kernel_initializer=k.VarianceScaling(2.0, "fan_out", "uniform", seed=1))(y)
    y = layers.Dense(8, kernel_initializer=k.HeNormal(seed=7), bias_initializer=k.RandomUniform(-1, 1, seed=2))(y)
    return keras.Model(x, layers.Dense(8, kernel_initializer=k.Identity(2.0), bias_initializer=k.TruncatedNormal(0.0, 0.1))(y))`,
  regularizers: `
    x = keras.Input((8,))
    r = keras.regularizers
    y = layers.Dense(8, kernel_regularizer=r.L1L2(1e-5, 1e-4), bias_regularizer=r.L2(0.01), activity_regularizer=r.L1(1e-12))(x)
    return keras.Model(x, layers.Dense(8, kernel_regularizer=r.OrthogonalRegularizer(0.02, "columns"))(y))`,
  constraints: `
    x = keras.Input((8,))
    c = keras.constraints
    y = layers.Dense(8, kernel_constraint=c.MaxNorm(2.5, axis=1), bias_constraint=c.NonNeg())(x)
    return keras.Model(x, layers.Dense(8, kernel_constraint=c.MinMaxNorm(0.1, 1.5, 0.9, axis=[0]), bias_constraint=c.UnitNorm(axis=0))(y))`,
  'a normalization with mean and variance': `
    x = keras.Input((3,))
    y = layers.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 3.0])(x)
    return keras.Model(x, layers.Normalization(axis=None, mean=1.5, variance=4.0, invert=True)(y))`,
  'a normalization of numbers of NumPy': `
    x = keras.Input((3,))
    return keras.Model(x, layers.Normalization(mean=np.array([0.1, 0.2, 0.3]), variance=np.array([1, 2, 3]))(x))`,
  'a normalization that was adapted': `
    x = keras.Input((3,))
    n = layers.Normalization(); n.adapt(np.arange(12.0).reshape(4, 3))
    return keras.Model(x, n(x))`,
  'a bidirectional layer with another one backward': `
    x = keras.Input((5, 8))
    y = layers.Bidirectional(layers.LSTM(4, return_sequences=True), backward_layer=layers.GRU(4, return_sequences=True, go_backwards=True), merge_mode="mul")(x)
    f, b = layers.Bidirectional(layers.SimpleRNN(3), merge_mode=None)(y)
    return keras.Model(x, [f, b])`,
  'states of a bidirectional layer': `
    x = keras.Input((5, 8))
    y, *s = layers.Bidirectional(layers.LSTM(4, return_sequences=True, return_state=True))(x)
    return keras.Model(x, [layers.Bidirectional(layers.LSTM(4))(y, initial_state=s), s[3]])`,
  'stacked cells': `
    x = keras.Input((5, 8))
    return keras.Model(x, keras.tree.flatten(layers.RNN([layers.LSTMCell(4), layers.GRUCell(3, reset_after=False), layers.SimpleRNNCell(2)], return_sequences=True, return_state=True)(x)))`,
  'stacked cells by their class': `
    x = keras.Input((5, 8))
    return keras.Model(x, layers.RNN(layers.StackedRNNCells([layers.LSTMCell(4), layers.LSTMCell(3, unit_forget_bias=False)]), unroll=True)(x))`,
  einsum: `
    x = keras.Input((5, 8))
    y = layers.EinsumDense("abc,cde->abde", output_shape=(None, 3, 4), bias_axes="de")(x)
    return keras.Model(x, layers.EinsumDense("...x,xy->...y", output_shape=6, activation="gelu")(y))`,
  'convolutions with everything': `
    x = keras.Input((17, 19, 4))
    y = layers.Conv2D(8, (3, 5), strides=(2, 1), padding="valid", groups=2)(x)
    y = layers.Conv2D(8, (2, 3), dilation_rate=(2, 3), padding="same", activation="leaky_relu")(y)
    y = layers.Conv2DTranspose(4, 3, strides=2, output_padding=(1, 0), padding="same")(y)
    y = layers.DepthwiseConv2D((3, 2), depth_multiplier=3)(y)
    y = layers.SeparableConv2D(5, 3, dilation_rate=2)(y)
    return keras.Model(x, layers.ZeroPadding2D(((1, 2), (3, 4)))(layers.Cropping2D(((1, 0), (0, 2)))(y)))`,
  'a causal convolution': `
    x = keras.Input((None, 4))
    return keras.Model(x, layers.Conv1D(8, 3, padding="causal", dilation_rate=4)(x))`,
  'channels first': `
    x = keras.Input((3, 16, 16))
    return keras.Model(x, layers.GlobalMaxPooling2D(data_format="channels_first", keepdims=True)(layers.UpSampling2D(2, data_format="channels_first")(x)))`,
  'a frozen layer in a frozen model': `
    x = keras.Input((8,)); inner = keras.Model(x, layers.Dense(3)(layers.BatchNormalization()(x)), name="inner")
    inner.trainable = False
    s = keras.Input((8,)); d = layers.Dense(8, trainable=False)
    return keras.Model(s, inner(d(s), training=False))`,
  'a frozen Sequential in a Sequential, of which a layer learns by itself elsewhere': `
    inner = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.BatchNormalization()], name="inner")
    inner.trainable = False
    return keras.Sequential([keras.Input((8,)), inner, layers.Dense(2)])`,
  'a frozen model called twice': `
    x = keras.Input((8,)); inner = keras.Model(x, layers.Dense(8)(x), name="inner"); inner.trainable = False
    s = keras.Input((8,))
    return keras.Model(s, inner(inner(s)))`,
  'states of stacked cells in both directions': `
    x = keras.Input((5, 8))
    return keras.Model(x, keras.tree.flatten(layers.Bidirectional(layers.RNN([layers.LSTMCell(4), layers.GRUCell(3)], return_state=True))(x)))`,
  'an optional input': `
    a, b = keras.Input((8,)), keras.Input((8,), optional=True)
    return keras.Model([a, b], layers.Add()([a, layers.Identity()(b)]))`,
  'a Sequential that was built later': `
    m = keras.Sequential([layers.Dense(3), layers.Dense(2)]); m.build((None, 5)); return m`,
  'a Sequential with a fixed batch': `
    return keras.Sequential([keras.Input(batch_shape=(4, 5)), layers.Dense(3), layers.LayerNormalization(axis=[1], epsilon=1e-6)])`,
  'a fixed batch and a state that stays': `
    x = keras.Input(batch_shape=(2, 5, 3))
    return keras.Model(x, layers.LSTM(4, stateful=True)(x))`,
  'an input that is an output': `
    x = keras.Input((8,))
    return keras.Model(x, [x, layers.Dense(2)(x)])`,
  'the same output twice': `
    x = keras.Input((8,)); y = layers.Dense(2)(x)
    return keras.Model(x, [y, y])`,
  'the same tensor twice into a layer': `
    x = keras.Input((8,))
    return keras.Model(x, layers.Multiply()([x, x]))`,
  'inputs in another order than that of the layers': `
    a, b = keras.Input((8,), name="a"), keras.Input((4,), name="b")
    return keras.Model([b, a], layers.Concatenate()([layers.Dense(2)(a), b]))`,
  'an input that nothing takes': `
    a, b = keras.Input((8,), name="a"), keras.Input((4,), name="b")
    return keras.Model([a, b], layers.Dense(2)(a))`,
  'huge units': `
    x = keras.Input((2,))
    return keras.Model(x, layers.Dense(1_000_003, use_bias=False)(x))`,
  'dimensions of size zero': `
    x = keras.Input((0, 4))
    return keras.Model(x, layers.Dense(3)(x))`,
  'a scalar for each sample': `
    x = keras.Input(())
    return keras.Model(x, layers.Reshape((1,))(x))`,
  'a dense layer of several dimensions': `
    x = keras.Input((2, 3, 4, 5))
    return keras.Model(x, layers.Permute((4, 1, 3, 2))(layers.Dense(3)(x)))`,
  'embeddings and positions': `
    x = keras.Input((7,), dtype="int64")
    return keras.Model(x, layers.Embedding(10, 4, embeddings_initializer="uniform", mask_zero=True)(x))`,
  'activations of all kinds': `
    x = keras.Input((8,))
    y = layers.Dense(8, activation=keras.activations.hard_silu)(x)
    y = layers.Dense(8, activation=layers.LeakyReLU(0.3))(y)
    y = layers.Activation("log_softmax")(layers.PReLU(shared_axes=[1])(y))
    y = layers.ReLU(max_value=6, negative_slope=0.1, threshold=0.5)(y)
    return keras.Model(x, layers.Softmax(axis=-1)(layers.ELU(0.7)(y)))`,
  'spectral normalization of a convolution': `
    x = keras.Input((8, 8, 3))
    return keras.Model(x, layers.SpectralNormalization(layers.Conv2D(4, 3, name="held"), power_iterations=2)(x))`,
  'a dtype that changes on the way': `
    x = keras.Input((8,), dtype="uint8")
    y = layers.Rescaling(1 / 127.5, offset=-1)(x)
    return keras.Model(x, layers.CategoryEncoding(4, output_mode="count")(layers.Discretization([0.0, 0.5, 1.0])(y)))`,
  augmentation: `
    x = keras.Input((32, 32, 3))
    y = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1, fill_mode="nearest", seed=4), layers.RandomZoom((0.1, 0.2)), layers.RandomContrast(0.2)], name="augment")(x)
    return keras.Model(x, layers.CenterCrop(28, 28)(layers.Resizing(30, 30, interpolation="nearest")(y)))`,
  'a recurrent convolution': `
    x = keras.Input((4, 8, 8, 3))
    return keras.Model(x, layers.ConvLSTM2D(5, (3, 2), padding="same", return_sequences=True, return_state=True, dropout=0.1)(x))`,
  'a layer called on what it gave': `
    x = keras.Input((8,)); d = layers.Dense(8)
    return keras.Model(x, d(d(d(x))))`,
  'an Attention with a scale and dropout': `
    q, v = keras.Input((5, 8)), keras.Input((6, 8))
    return keras.Model([q, v], layers.Attention(use_scale=True, score_mode="concat", dropout=0.1)([q, v], use_causal_mask=True, return_attention_scores=True))`,
  'one layer of everything that merges': `
    a, b = keras.Input((3, 4)), keras.Input((3, 4))
    y = [layers.Subtract()([a, b]), layers.Average()([a, b]), layers.Minimum()([a, b]), layers.Dot(axes=(1, 1), normalize=True)([a, b])]
    return keras.Model([a, b], layers.Concatenate(axis=1)(y[:3] + [y[3]]))`,
  'parts of tensors': `
    x = keras.Input((6, 5, 4))
    return keras.Model(x, [x[:, 0], x[:, 1:], x[..., -1], x[:, None, ::2, 1:-1], x[:, :, -3:, ::-1], x[:2,], x[0], x[0,]])`,
  'a part beside a layer of its name': `
    x = keras.Input((6, 4))
    y = layers.Dense(2, name="get_item_7")(x[:, 0])
    return keras.Model(x, y)`,
  'numbers along axes': `
    x = keras.Input((6, 4))
    return keras.Model(x, [ops.mean(x, axis=1), ops.sum(x, axis=(1, 2), keepdims=True), ops.max(x, axis=-1), ops.min(x, axis=1, keepdims=True), ops.argmax(x, axis=-1), ops.std(x, axis=1), ops.var(x, axis=[1, 2]), ops.prod(x, axis=1), ops.any(x > 0, axis=1), ops.all(x > 0, axis=1), ops.logsumexp(x, axis=-1), ops.argmin(x, axis=1), ops.mean(x)])`,
  'tensors joined by operations': `
    x, y = keras.Input((6, 4)), keras.Input((6, 4))
    return keras.Model([x, y], [ops.concatenate([x, y, x], axis=-1), ops.stack([x, y], axis=1), ops.matmul(x, ops.swapaxes(y, 1, 2)), ops.where(x > y, x, 0.0), ops.where(x > 0.5, 1, y), x @ ops.transpose(y, (0, 2, 1))])`,
  'functions of numbers': `
    x = keras.Input((6, 4))
    a = ops.sin(x) + ops.cos(x) - ops.tanh(x) * ops.sigmoid(x) / ops.softplus(x) + ops.relu(-x) ** 2
    b = ops.gelu(x, approximate=False) + ops.silu(x) + ops.softmax(x, axis=1) + ops.log_softmax(x) + ops.leaky_relu(x, 0.1) + ops.elu(x)
    c = ops.clip(x, 0.1, 0.9) + ops.round(x, 1) + ops.floor(x) + ops.ceil(x) + ops.sign(x) + ops.rsqrt(x + 1) + ops.erf(x) + ops.log1p(x)
    return keras.Model(x, [a, b, c, abs(x), x // 2, x % 0.3, ops.cast(x, "int32"), ops.cast(x, "float32"), ops.zeros_like(x), ops.ones_like(x, dtype="int32")])`,
  'comparisons and logic': `
    x, y = keras.Input((6, 4)), keras.Input((6, 4))
    m = ops.logical_and(x > 0.2, ops.logical_not(x <= 0.7)) 
    return keras.Model([x, y], [m, ops.logical_or(m, x == y), ops.logical_xor(m, x != 0), ops.isnan(x), x >= y, x < y])`,
  'operations that keep a shape, or state it': `
    x = keras.Input((6, 4))
    return keras.Model(x, [ops.flip(x, axis=1), ops.roll(x, 1, axis=1), ops.norm(x, axis=(1, 2)), ops.normalize(x), ops.one_hot(ops.argmax(x, axis=-1), 4), ops.sort(x), ops.stop_gradient(x), ops.tril(x), ops.triu(x, k=1), ops.broadcast_to(ops.mean(x, axis=0), (3, 6, 4))])`,
  'a ViT token and its mean': `
    x = keras.Input((6, 8))
    y = layers.MultiHeadAttention(2, 4)(x, x) + x
    return keras.Model(x, layers.Dense(3)(y[:, 0] * 0.5 + ops.mean(y[:, 1:], axis=1)))`,
  'adapters of low rank': `
    x = keras.Input((8,))
    d = layers.Dense(4, name="late")
    y = layers.EinsumDense("ab,bc->ac", output_shape=4, lora_rank=1)(d(layers.Dense(4, lora_rank=2, lora_alpha=3)(x)))
    d.enable_lora(2)
    return keras.Model(x, y)`,
  'an input of sparse tensors': `
    x = keras.Input((8,), sparse=True)
    return keras.Model(x, layers.Dense(4)(x))`,
  'a layer that is told to train at its first call only': `
    x = keras.Input((5, 8))
    b, a = layers.BatchNormalization(), layers.MultiHeadAttention(2, 4)
    return keras.Model(x, [b(x, training=True), b(x), a(x, x, use_causal_mask=True), a(x, x)])`,
  'a tensor in parts': `
    x = keras.Input((8,))
    a, b = ops.split(x, 2, axis=1)
    c, d, e = ops.split(x, [2, 5], axis=-1)
    return keras.Model(x, [a * b, c, d, e])`,
  'operands of all kinds': `
    x = keras.Input((3, 8))
    y = ops.where(x > 0, x, np.full((8,), float("-inf"), "float32"))
    return keras.Model(x, [ops.maximum(y, np.float32(0.5)), ops.concatenate([x, x], axis=1) @ np.ones((8, 2), "float32"), x / np.sqrt(64)])`,
  'a repeated vector': `
    x = keras.Input((8,))
    return keras.Model(x, layers.Flatten()(layers.RepeatVector(3)(x)))`,
};
